import { expect, it } from 'vitest';
import { isCanonical } from './canonical.js';

it.each([
  ['AA', true],
  ['AB', false], // one byte of data: the second letter has four bits to spare
  ['AAA', true],
  ['AAB', false],
  ['AAAA', true],
  ['AAAB', true],
  ['AA..AAAB', true],
  ['AB..AAAB', false],
  ['AA==', false],
  ['A+A/', false],
  ['AA AA', false],
])('%s is canonical: %s', (compact, is) => {
  expect(isCanonical(compact)).toBe(is);
});

it('looks at five parts, and decodes none of more', () => {
  expect(isCanonical('AA.AA.AA.AA.AA')).toBe(true);
  expect(isCanonical('AA.AA.AA.AA.AA.AA')).toBe(false);
  expect(isCanonical('.'.repeat(16 * 1024))).toBe(false);
});
