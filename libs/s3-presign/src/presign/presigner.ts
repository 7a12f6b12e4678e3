import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { MaybePromise } from '../maybe-promise.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';

export type PresignMethod = 'GET' | 'HEAD' | 'PUT' | 'DELETE';

/** A request to presign. A client sends it later, before it expires. */
export interface PresignRequest {
  readonly method: PresignMethod;
  readonly key: string;
  /**
   * Signed query parameters, such as `response-content-type`, `versionId`, `x-signing-id`. None of them may begin with
   * `X-Amz-`.
   */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Signed headers by lower-case name, without `host`. The client must send exactly these values. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The time of signing, as in `X-Amz-Date`. */
  readonly signedAt: EpochSeconds;
  /** The lifetime in seconds, 1 to 604,800, as in `X-Amz-Expires`. */
  readonly expiresIn: number;
}

/** Signs requests for one bucket. A signer returns a promise only if it can't sign synchronously. */
export interface Presigner {
  presign(request: PresignRequest, credentials: AwsCredentialIdentity): MaybePromise<string>;
}

/**
 * The longest lifetime of a URL in seconds: seven days. S3 API Reference, "Authenticating Requests: Using Query
 * Parameters", X-Amz-Expires.
 */
export const MAX_EXPIRES_IN = 604_800;
