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
  ['.env', [], ['*.env'], false],
  ['a/.env', [], ['*'], false],
  ['a/.git/config', [], ['a/**'], false],
  ['.git/config', [], ['**/config'], false],
  ['.git/config', ['.git/*'], [], true],
  ['config', ['.*'], [], false],
  ['a/b.jpg', ['**/b.jpg'], [], true],
  ['b.jpg', ['**/b.jpg'], [], true],
  ['a/b/c.jpg', ['{a/b,d}/*.{jpg,png}'], [], true],
  ['d/c.png', ['{a/b,d}/*.{jpg,png}'], [], true],
  ['[a].jpg', ['[[]a].jpg'], [], true],
])('%s, with %j and without %j: %s', (name, include, exclude, expected) => {
  expect(isWanted(name, include, exclude)).toBe(expected);
});
