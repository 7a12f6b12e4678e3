import { PresignError } from '../errors.js';

/** A validated object key, exactly as S3 will store it. */
export type ObjectKey = string & { readonly __brand: 'ObjectKey' };

/**
 * The rules for a key. `strict` is for new keys. `existing` is for reading, listing and deleting: it also accepts keys
 * that exist in buckets, such as `a//b`, `folder/` and `/a`. Both refuse every key that a URL parser would change after
 * signing.
 */
export type KeyRules = 'strict' | 'existing';

export type InvalidKeyReason =
  | 'empty'
  | 'too_long'
  | 'not_unicode'
  | 'control_character'
  | 'dot_segment'
  | 'leading_slash'
  | 'empty_segment';

/** The longest key in bytes of UTF-8. S3 User Guide, "Naming Amazon S3 objects". */
export const MAX_KEY_BYTES = 1024;

const DETAIL: Record<InvalidKeyReason, string> = {
  empty: 'The key is empty. Give it at least one character.',
  too_long: `The key is longer than ${MAX_KEY_BYTES} bytes of UTF-8 (with the prefix that the service adds). Shorten it.`,
  not_unicode:
    'The key contains half of a surrogate pair, which has no UTF-8 form. Send whole Unicode characters.',
  control_character: 'The key contains a control character. Remove it.',
  dot_segment:
    'The key has a segment "." or "..", which URL parsers remove after signing. Rename the segment.',
  leading_slash: 'The key begins with "/". Remove it.',
  empty_segment: 'The key has an empty segment ("//", or "/" at its end). Remove the extra "/".',
};

export const INVALID_KEY_REASONS = Object.keys(DETAIL) as InvalidKeyReason[];

/** The error for an invalid key. Its `code` is always `invalid_key`. `reason` says which rule the key breaks. */
export class InvalidKeyError extends PresignError {
  constructor(readonly reason: InvalidKeyReason) {
    super('invalid_key', DETAIL[reason]);
  }
}

/**
 * Validates a key and puts the prefix before it. It doesn't rewrite, normalise or case-fold anything.
 *
 * @param prefix empty, or ends in `/`; it counts towards the 1,024 bytes, and is not validated otherwise
 * @throws InvalidKeyError
 */
export function parseObjectKey(key: string, prefix = '', rules: KeyRules = 'strict'): ObjectKey {
  const reason = invalidKeyReason(key, prefix, rules);
  if (reason) throw new InvalidKeyError(reason);
  return (prefix + key) as ObjectKey;
}

/**
 * Validates the beginning that keys must have, and puts the prefix before it. The beginning is empty, or continues to a
 * valid key with at least one more character.
 *
 * @throws InvalidKeyError
 */
export function parseKeyPrefix(keyPrefix: string, prefix = ''): ObjectKey {
  return parseObjectKey(`${keyPrefix}x`, prefix).slice(0, -1) as ObjectKey;
}

/** Returns which rule the key breaks; `undefined` for a valid key. */
export function invalidKeyReason(key: string, prefix: string, rules: KeyRules): InvalidKeyReason | undefined {
  if (key === '') return 'empty';
  if (isTooLong(key, prefix)) return 'too_long';
  if (PLAIN_KEY.test(key)) return undefined; // nearly every key; none of the rules below refuses such a key
  if (!key.isWellFormed()) return 'not_unicode';
  if (CONTROL_CHARACTER.test(key)) return 'control_character';
  if (DOT_SEGMENT.test(key)) return 'dot_segment';
  if (rules === 'existing') return undefined;
  if (key.startsWith('/')) return 'leading_slash';
  if (key.endsWith('/') || key.includes('//')) return 'empty_segment';
  return undefined;
}

/** A key whose segments begin with a letter, digit, `_` or `-`, and go on with those and `.`. */
const PLAIN_KEY = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;
/** A control character: Unicode category Cc, which is C0, DEL and C1. */
const CONTROL_CHARACTER = /\p{Cc}/u;
/**
 * A segment `.` or `..`: URL Standard, "single-dot" and "double-dot URL path segment". A literal `%2e` in a key is
 * signed as `%252e`, which no URL parser changes.
 */
const DOT_SEGMENT = /(?:^|\/)\.\.?(?:\/|$)/;

function isTooLong(key: string, prefix: string): boolean {
  const characters = prefix.length + key.length;
  if (characters > MAX_KEY_BYTES) return true; // UTF-8 never takes fewer bytes than UTF-16 code units
  if (characters * 3 <= MAX_KEY_BYTES) return false; // nor more than three bytes for each code unit
  return Buffer.byteLength(prefix) + Buffer.byteLength(key) > MAX_KEY_BYTES;
}
