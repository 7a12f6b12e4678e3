import { InvalidKeyError, parseObjectKey, type KeyRules } from '#s3-presign';

/**
 * Returns what is wrong with a prefix of keys, in words; `undefined` for a valid one. A prefix follows the rules of
 * keys, except those for a key's end.
 *
 * @param before the prefix that the service adds in front of it
 */
export function invalidKeyReasonOfPrefix(
  prefix: string,
  before: string,
  rules: KeyRules,
): string | undefined {
  try {
    parseObjectKey(`${prefix}x`, before, rules);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidKeyError) return `isn’t the beginning of a valid key: ${error.message}`;
    throw error;
  }
}
