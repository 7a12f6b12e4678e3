import * as fc from 'fast-check';
import { invalidKeyReason } from '#s3-presign';
import { target } from './behaviour.js';

/** The seed of fast-check, so that every run tries the same keys. fast-check prints seed and path of a failure. */
export const SEED = Number(process.env['TEST_SEED'] ?? 20_130_524);

/** Characters that URLs, forms, shells, XML or S3's documentation treat specially. */
const RESERVED = '!#$&\'()*+,;=:@[]?%<>"\\^`{|}~ -_.'.split('');

const segment = fc.oneof(
  fc.string({ unit: fc.constantFrom(...RESERVED), minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }),
  fc.constantFrom(
    '%2F',
    '%2e%2e',
    '%',
    '%25',
    'a+b',
    'a b',
    'é',
    'e\u0301',
    '\u00a0',
    '\u2028',
    '…',
    '.hidden',
    'x..',
  ),
);

/** Generates keys that the library accepts. */
export const objectKeys: fc.Arbitrary<string> = fc
  .array(segment, { minLength: 1, maxLength: 4 })
  .map((segments) => segments.join('/'))
  .filter((key) => invalidKeyReason(key, target.keyPrefix, 'strict') === undefined);
