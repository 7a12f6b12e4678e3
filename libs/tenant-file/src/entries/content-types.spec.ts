import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { commonTypes, includesType } from './media-types.js';

it.each([
  ['image/png', true],
  ['image/vnd.x-icon', true],
  ['image/svg+xml', false],
  ['image/svg', false],
  ['image/x.svg+xml', false],
  ['image/*', false],
  ['imagex/png', false],
  ['video/mp4', false],
  ['', false],
])('image/* stands for %j: %s', (type, isIncluded) =>
  expect(includesType(['image/*'], type)).toBe(isIncluded),
);

it('a type that is named is included, whatever a browser does with it', () => {
  expect(includesType(['image/*', 'image/svg+xml'], 'image/svg+xml')).toBe(true);
  expect(includesType(['image/png'], 'image/svg+xml')).toBe(false);
  expect(includesType([], 'image/png')).toBe(false);
});

it('lists have in common what both include, and nothing else', () => {
  const type = fc.constantFrom('image/png', 'image/svg+xml', 'text/plain', 'text/html');
  const list = fc.uniqueArray(fc.oneof(type, fc.constantFrom('image/*', 'text/*')));
  fc.assert(
    fc.property(list, list, type, (one, other, each) => {
      expect(includesType(commonTypes(one, other), each)).toBe(
        includesType(one, each) && includesType(other, each),
      );
    }),
  );
});
