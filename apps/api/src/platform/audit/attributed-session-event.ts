/** The audit event of an AWS session that the service opens for one subject with a tenant's role. */
export interface AttributedSessionEvent {
  readonly tenant: string;
  readonly issuer: string;
  readonly subject: string;
  /** The role session's name, as in CloudTrail and S3's access log. */
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** True if a session policy restricts the session to the caller's prefixes. */
  readonly narrowed: boolean;
  readonly expiresAt: string | undefined;
}
