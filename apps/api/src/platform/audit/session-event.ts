/** What is written of each upload session: who may upload where until when. Never the capability. */
export interface SessionEvent {
  /** ULID; stands in the events of what is signed and done in it. */
  readonly session: string;
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  readonly bucket: string;
  /** As S3 has them; one of them. */
  readonly key?: string;
  readonly keyPrefix?: string;
  readonly expiresAt: string;
}
