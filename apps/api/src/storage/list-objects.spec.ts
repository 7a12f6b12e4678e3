import { describe, expect, it } from 'vitest';
import { compareKeys, decodeKey } from './list-objects.js';

describe('decodeKey', () => {
  it.each([
    ['plain/key.txt', 'plain/key.txt'],
    ['a+b', 'a b'], // S3 encodes a space in this way
    ['a%20b', 'a b'], // other stores do
    ['a%2Bb', 'a+b'],
    ['%C3%BC/%F0%9F%A6%80', 'ü/🦀'],
    ['%252F', '%2F'],
    ['%0A%00', '\n\0'],
  ])('reads %s as %j', (encoded, key) => {
    expect(decodeKey(encoded)).toBe(key);
  });
});

it('keys are in the order of their bytes', () => {
  const sorted = ['a', 'a/', 'a/b', 'a0', 'b', 'z', '\uff21', '\u{1f980}'];
  expect(sorted.toReversed().sort(compareKeys)).toEqual(sorted);
});
