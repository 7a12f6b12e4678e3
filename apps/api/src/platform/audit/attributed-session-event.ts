/** What is written of each session of a tenant's role that is one subject's alone. */
export interface AttributedSessionEvent {
  readonly tenant: string;
  readonly issuer: string;
  readonly subject: string;
  /** As CloudTrail and S3's access log have it. */
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** Whether it is held to the caller's prefixes. */
  readonly narrowed: boolean;
  readonly expiresAt: string | undefined;
}
