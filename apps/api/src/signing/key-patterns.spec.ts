import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { InvalidKeyError, parseObjectKey, type KeyRules } from '#s3-presign';
import { EXISTING_KEY, STRICT_KEY } from './key-patterns.js';

const character = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('a', '.', '/', '-', '\0', '\u007f', '\u009f', '\u00a0') },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
const keys = fc.array(character, { minLength: 1, maxLength: 12 }).map((characters) => characters.join(''));

const isTaken = (key: string, rules: KeyRules): boolean => {
  try {
    return parseObjectKey(key, '', rules) === key;
  } catch (error) {
    expect(error).toBeInstanceOf(InvalidKeyError);
    return false;
  }
};

it.each([
  ['strict', STRICT_KEY],
  ['existing', EXISTING_KEY],
] as const)('the document’s pattern of %s keys is the rule', (rules, { pattern }) => {
  const expression = new RegExp(pattern, 'u');
  const property = fc.property(keys, (key) => expression.test(key) === isTaken(key, rules));
  expect(() => fc.assert(property, { numRuns: 3000 })).not.toThrow();
});
