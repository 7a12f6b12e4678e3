/**
 * The audit event of an upload session: its holder, the allowed keys, and the expiry. It never holds the capability.
 */
export interface SessionEvent {
  /** The session's ULID. The events of all signings and changes within the session repeat it. */
  readonly session: string;
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  readonly bucket: string;
  /** The key or the prefix as S3 has it; the event has exactly one of the two. */
  readonly key?: string;
  readonly keyPrefix?: string;
  readonly expiresAt: string;
}
