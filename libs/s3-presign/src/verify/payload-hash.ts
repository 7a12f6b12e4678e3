import { UNSIGNED_PAYLOAD } from '../sigv4/signature.js';
import { invalidArgument } from './refusals.js';
import { VerificationError } from './verification-error.js';

/**
 * A value of `x-amz-content-sha256`: the SHA-256 of the body in lower-case hex, `UNSIGNED-PAYLOAD`, or
 * `STREAMING-UNSIGNED-PAYLOAD-TRAILER` (aws-chunked, with a checksum in the trailer).
 */
export type PayloadHash = string;

export const STREAMING_UNSIGNED_PAYLOAD_TRAILER = 'STREAMING-UNSIGNED-PAYLOAD-TRAILER';

/**
 * Validates a value of `x-amz-content-sha256`.
 *
 * @throws VerificationError `InvalidArgument`; `NotImplemented` for bodies signed chunk by chunk
 */
export function parsePayloadHash(value: string): PayloadHash {
  if (value === UNSIGNED_PAYLOAD || value === STREAMING_UNSIGNED_PAYLOAD_TRAILER || SHA256_HEX.test(value)) {
    return value;
  }
  if (value.startsWith('STREAMING-')) {
    throw new VerificationError(
      501,
      'NotImplemented',
      'A header you provided implies functionality that is not implemented.',
    );
  }
  throw invalidArgument(
    'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER or a valid sha256 value.',
  );
}

const SHA256_HEX = /^[0-9a-f]{64}$/;
