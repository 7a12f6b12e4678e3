import { expect, it } from 'vitest';
import { isWanted } from './filter.js';

it.each<[string, string[], string[], boolean]>([
  ['a/b.jpg', [], [], true],
  ['a/b.jpg', ['*.jpg'], [], true],
  ['a/b.jpg', ['*.png'], [], false],
  ['a/b.jpg', ['a/*'], [], true],
  ['a/b/c.jpg', ['a/*'], [], false],
  ['a/b/c.jpg', ['a/**'], [], true],
  ['a/b.jpg', ['*.jpg'], ['b.*'], false],
])('%s, with %j and without %j: %s', (name, include, exclude, expected) => {
  expect(isWanted(name, include, exclude)).toBe(expected);
});
