import { PresignError } from '../errors.js';

/**
 * The error for a request that S3 would refuse. `code` and `message` are those of S3's error answers, `status` is the
 * HTTP status, and `details` are further elements of the answer by name. It never contains a signature, a token or a
 * canonical request. Source: S3 API Reference, "Error responses".
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
