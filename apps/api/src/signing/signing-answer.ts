import type { LimitedBy } from '#s3-presign';

/** Who holds the client to a constraint: S3 when the URL is used, this service afterwards, or nobody. */
export type EnforcedBy = 's3' | 'service' | 'advisory';

export interface Constraint {
  readonly name: string;
  readonly value: unknown;
  readonly enforcedBy: EnforcedBy;
}

/** One URL handed out, and everything that its user must know. */
export interface SigningAnswer {
  readonly url: string;
  readonly method: string;
  /** What the client must set, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** All that is signed, also what HTTP stacks set themselves (`host`, `content-length`). */
  readonly signedHeaders: readonly string[];
  /** As the caller named it, without the tenant's prefix. */
  readonly key: string;
  /** RFC 3339: a request must start before, by S3's clock. */
  readonly expiresAt: string;
  /** Seconds. */
  readonly expiresIn: number;
  readonly limitedBy: LimitedBy;
  /** ULID; stands in the audit log and, as `x-signing-id`, in S3's server access log. */
  readonly signingId: string;
  readonly constraints: readonly Constraint[];
}
