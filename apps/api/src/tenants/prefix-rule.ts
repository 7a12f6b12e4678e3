import { InvalidKeyError, parseObjectKey } from '#s3-presign';

/** What is wrong with a key prefix, in words; `undefined` for a good one. It obeys the rules of keys, but for its end. */
export function invalidKeyReasonOfPrefix(prefix: string): string | undefined {
  if (prefix === '') return undefined;
  try {
    parseObjectKey(`${prefix}x`);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidKeyError) return `isn’t the beginning of a valid key: ${error.message}`;
    throw error;
  }
}
