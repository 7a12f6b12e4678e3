import { InvalidKeyError, parseObjectKey, type KeyRules } from '#s3-presign';

/**
 * Returns what is wrong with the beginning of keys, in words; `undefined` for a good one. It obeys the rules of keys,
 * but for its end.
 *
 * @param before what the service puts before it
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
