/** AWS credentials, in the form of the AWS SDK for JavaScript. */
export interface AwsCredentialIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present for temporary credentials. */
  readonly sessionToken?: string;
  /** The expiry of the credentials. Temporary credentials without an expiry sign nothing. */
  readonly expiration?: Date;
  readonly credentialScope?: string;
  readonly accountId?: string;
}

/** Obtains credentials: a provider of the AWS SDK, or any function that returns credentials. */
export type AwsCredentialIdentityProvider = (
  properties?: Record<string, unknown>,
) => Promise<AwsCredentialIdentity>;
