import type { EpochSeconds } from '../sigv4/amz-date.js';
import type { PayloadHash } from './payload-hash.js';

/** Header fields by lower-case name, which is how `node:http` gives them. */
export type ReceivedHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** A request as it came over the wire. */
export interface ReceivedRequest {
  readonly method: string;
  /** Path and query exactly as on the request line: neither decoded nor normalised. */
  readonly target: string;
  readonly headers: ReceivedHeaders;
}

/** The credentials of an access key id. */
export interface AcceptedCredentials {
  readonly secretAccessKey: string;
  /** Present for temporary credentials; then every request must carry it. */
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
  /** Lower-case, sorted. */
  readonly signedHeaders: readonly string[];
  /** `X-Amz-Date`. */
  readonly signedAt: EpochSeconds;
  /** The hash that the body must have. The reader of the body checks it. */
  readonly payloadHash: PayloadHash;
}

/** How far a signer's clock may run ahead, and for header-signed requests behind: 15 minutes, in seconds. */
export const CLOCK_TOLERANCE = 900;
