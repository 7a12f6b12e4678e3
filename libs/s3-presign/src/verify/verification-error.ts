import { PresignError } from '../errors.js';

/**
 * A request that S3 would refuse, in S3's words: `code` and `message` as in its error answers, `status` of the
 * HTTP answer, `details` as further elements of the answer by name. Source: S3 API Reference, "Error responses".
 * No part of it ever holds a signature, a token or a canonical request.
 */
export class VerificationError extends PresignError {
  constructor(
    readonly status: number,
    code: string,
    message: string,
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(code, message);
  }
}
