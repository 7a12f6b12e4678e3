/** AWS credentials, in the form of the AWS SDK for JavaScript. */
export interface AwsCredentialIdentity {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Present for temporary credentials. */
  readonly sessionToken?: string;
  /** When the credentials expire. Temporary credentials without it sign nothing. */
  readonly expiration?: Date;
  readonly credentialScope?: string;
  readonly accountId?: string;
}

/** Obtains credentials: a provider of the AWS SDK, or any function that returns credentials. */
export type AwsCredentialIdentityProvider = (
  properties?: Record<string, unknown>,
) => Promise<AwsCredentialIdentity>;
