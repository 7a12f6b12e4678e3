import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contains, prefixLength } from './ip-range.js';

test.each([
  ['0.0.0.0/0', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.0.0.0/8', true],
  ['10.0.0.0/8', '10.1.2.3/32', true],
  ['10.0.0.0/8', '11.0.0.0/8', false],
  ['10.1.0.0/16', '10.0.0.0/8', false],
  ['169.254.0.0/16', '169.254.169.254/32', true],
  ['169.254.20.10/32', '169.254.169.254/32', false],
  ['fc00::/7', 'fd00::/8', true],
  ['::/0', '10.0.0.0/8', false],
  ['0.0.0.0/0', 'fd00::/8', false],
  ['10.0.0.0', '10.0.0.0/8', false],
  ['10.0.0.0/33', '10.0.0.0/8', false],
  ['ten/8', '10.0.0.0/8', false],
])('%s contains %s: %s', (outer, inner, expected) => {
  expect(contains(outer, inner)).toBe(expected);
});

const show = ([address, bits]: [number, number]) =>
  `${[24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.')}/${bits}`;

test('as by arithmetic', () => {
  const range = fc.tuple(fc.nat(2 ** 32 - 1), fc.integer({ min: 0, max: 32 }));
  fc.assert(
    fc.property(range, range, ([a, n], [b, m]) => {
      const same = n === 0 || a >>> (32 - n) === b >>> (32 - n);
      expect(contains(show([a, n]), show([b, m]))).toBe(n <= m && same);
    }),
  );
});

test.each([
  ['0.0.0.0/0', 0],
  ['10.0.0.0/8', 8],
  ['::/0', 0],
  ['nothing', undefined],
])('the prefix of %s has %s bits', (range, bits) => {
  expect(prefixLength(range)).toBe(bits);
});
