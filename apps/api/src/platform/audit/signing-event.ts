import type { Constraint } from './constraint.js';

/** The audit event of a signed URL: the caller, the action, the key and the expiry. It never holds the URL. */
export interface SigningEvent {
  readonly signingId: string;
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  /** The ULID of the upload session in which the URL was signed. */
  readonly session?: string | undefined;
  readonly action: string;
  readonly method: string;
  readonly bucket: string;
  readonly key: string;
  readonly constraints: readonly Constraint[];
  readonly expiresAt: string;
  readonly limitedBy: string;
  readonly accessKeyId: string;
}
