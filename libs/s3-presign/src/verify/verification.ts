import type { EpochSeconds } from '../sigv4/amz-date.js';
import type { PayloadHash } from './payload-hash.js';

/** The header fields by lower-case name, as `node:http` gives them. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as the server received it. */
export interface ReceivedRequest {
  readonly method: string;
  /** The path and query exactly as on the request line, neither decoded nor normalised. */
  readonly target: string;
  readonly headers: ReceivedHeaders;
}

/** The credentials of an access key id. */
export interface AcceptedCredentials {
  readonly secretAccessKey: string;
  /** The session token of temporary credentials. If it is set, every request must carry it. */
  readonly sessionToken?: string | undefined;
  /** The second from which the credentials are refused. */
  readonly expiration?: EpochSeconds | undefined;
}

export interface VerifyOptions {
  readonly now: EpochSeconds;
  readonly region: string;
  readonly service?: 's3';
  readonly credentials: (accessKeyId: string) => AcceptedCredentials | undefined;
}

export interface VerifiedRequest {
  readonly accessKeyId: string;
  /** The lower-case names of the signed headers, sorted. */
  readonly signedHeaders: readonly string[];
  /** The time of signing, as in `X-Amz-Date`. */
  readonly signedAt: EpochSeconds;
  /** The hash that the body must have. The verifier doesn't read the body, so its reader must check the hash. */
  readonly payloadHash: PayloadHash;
}

/**
 * Seconds that a signer's clock may be ahead: 15 minutes. For requests with a signed `Authorization` header, also the
 * seconds that it may be behind.
 */
export const CLOCK_TOLERANCE = 900;
