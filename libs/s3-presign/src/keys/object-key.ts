import { PresignError } from '../errors.js';

/** An object key that was checked: what S3 will store, byte for byte. */
export type ObjectKey = string & { readonly __brand: 'ObjectKey' };

/**
 * `strict`: what a new key may look like. `existing`: also what buckets really hold (`a//b`, `folder/`, `/a`),
 * for reading, listing and deleting; still nothing that a URL parser would fold after signing.
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

/** S3 User Guide, "Naming Amazon S3 objects": at most 1,024 bytes of UTF-8. */
export const MAX_KEY_BYTES = 1024;

const DETAIL: Record<InvalidKeyReason, string> = {
  empty: 'The key is empty. Give it at least one character.',
  too_long: `The key is longer than ${MAX_KEY_BYTES} bytes of UTF-8 (with the prefix that the service puts before it). Shorten it.`,
  not_unicode:
    'The key holds half of a surrogate pair, which has no UTF-8 form. Send whole Unicode characters.',
  control_character: 'The key holds a control character. Remove it.',
  dot_segment: 'The key has a segment "." or "..", which URL parsers fold after signing. Rename the segment.',
  leading_slash: 'The key begins with "/". Remove it.',
  empty_segment: 'The key has an empty segment ("//", or "/" at its end). Remove the extra "/".',
};

export const INVALID_KEY_REASONS = Object.keys(DETAIL) as InvalidKeyReason[];

/** `code` is always `invalid_key`; `reason` says which rule the key breaks. */
export class InvalidKeyError extends PresignError {
  constructor(readonly reason: InvalidKeyReason) {
    super('invalid_key', DETAIL[reason]);
  }
}

/**
 * Checks a key and puts the prefix before it. Nothing is rewritten, normalised or case-folded.
 *
 * @param prefix empty, or ends in `/`; it counts towards the 1,024 bytes, and is trusted otherwise
 * @throws InvalidKeyError
 */
export function parseObjectKey(key: string, prefix = '', rules: KeyRules = 'strict'): ObjectKey {
  const reason = invalidKeyReason(key, prefix, rules);
  if (reason) throw new InvalidKeyError(reason);
  return (prefix + key) as ObjectKey;
}

/**
 * The same for what keys shall begin with: empty, or the beginning of a good key of at least one character more.
 *
 * @throws InvalidKeyError
 */
export function parseKeyPrefix(keyPrefix: string, prefix = ''): ObjectKey {
  return parseObjectKey(`${keyPrefix}x`, prefix).slice(0, -1) as ObjectKey;
}

/** Returns which rule the key breaks; `undefined` for a good key. */
export function invalidKeyReason(key: string, prefix: string, rules: KeyRules): InvalidKeyReason | undefined {
  if (key === '') return 'empty';
  if (isTooLong(key, prefix)) return 'too_long';
  if (PLAIN_KEY.test(key)) return undefined; // nearly every key; the rules below could refuse none of these
  if (!key.isWellFormed()) return 'not_unicode';
  if (CONTROL_CHARACTER.test(key)) return 'control_character';
  if (DOT_SEGMENT.test(key)) return 'dot_segment';
  if (rules === 'existing') return undefined;
  if (key.startsWith('/')) return 'leading_slash';
  if (key.endsWith('/') || key.includes('//')) return 'empty_segment';
  return undefined;
}

/** Segments that begin with a letter, digit, `_` or `-` and hold nothing unusual. */
const PLAIN_KEY = /^(?:[\w-][\w.-]*\/)*[\w-][\w.-]*$/;
/** Unicode category Cc: C0, DEL and C1. */
const CONTROL_CHARACTER = /\p{Cc}/u;
/** URL Standard, "single-dot" and "double-dot URL path segment"; a literal `%2e` is signed as `%252e`, which no parser folds. */
const DOT_SEGMENT = /(?:^|\/)\.\.?(?:\/|$)/;

function isTooLong(key: string, prefix: string): boolean {
  const characters = prefix.length + key.length;
  if (characters > MAX_KEY_BYTES) return true; // UTF-8 never takes fewer bytes than UTF-16 code units
  if (characters * 3 <= MAX_KEY_BYTES) return false; // nor more than three for each
  return Buffer.byteLength(prefix) + Buffer.byteLength(key) > MAX_KEY_BYTES;
}
