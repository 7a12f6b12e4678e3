import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { MaybePromise } from '../maybe-promise.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';

export type PresignMethod = 'GET' | 'HEAD' | 'PUT' | 'DELETE';

/** One request that someone else will send, once, before it expires. */
export interface PresignRequest {
  readonly method: PresignMethod;
  readonly key: string;
  /** Signed query parameters, as `response-content-type`, `versionId`, `x-signing-id`; none that begins with `X-Amz-`. */
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** Signed headers by lower-case name, without `host`. Anyone who sends the request must send exactly these. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** `X-Amz-Date`. */
  readonly signedAt: EpochSeconds;
  /** `X-Amz-Expires`: seconds, 1 to 604,800. */
  readonly expiresIn: number;
}

/** Signs requests for one bucket. An answer is a promise only where the signer can't do without. */
export interface Presigner {
  presign(request: PresignRequest, credentials: AwsCredentialIdentity): MaybePromise<string>;
}

/** S3 API Reference, "Authenticating Requests: Using Query Parameters", X-Amz-Expires: seven days. */
export const MAX_EXPIRES_IN = 604_800;
