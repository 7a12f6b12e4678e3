import type { Constraint } from './constraint.js';

/** What is written of each URL that is handed out: who may do what until when. Never the URL. */
export interface SigningEvent {
  readonly signingId: string;
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  /** The upload session that it was signed in. */
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
