import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { fromTokenFile } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from './identity.js';
import type { StsContext } from './sts-context.js';
import { identityOf, stsClient } from './sts.js';

/** The properties of a session that is requested from STS. */
export interface SessionTerms {
  readonly roleSessionName: string;
  /**
   * The `sts:SourceIdentity` of the session. In a session that begins with a web identity token, only the token's
   * issuer can set it.
   */
  readonly sourceIdentity?: string | undefined;
  /**
   * A session policy: JSON of at most 2,048 characters. The session can do only what both this policy and the role
   * allow.
   */
  readonly policy?: string | undefined;
}

/**
 * Assumes a role and returns the credentials of the session.
 *
 * @throws the error of STS; PresignError for the session of another role
 */
export type Assume = (terms: SessionTerms) => Promise<AwsCredentialIdentity>;

export interface WebIdentityOptions extends StsContext {
  readonly roleArn: string;
  /** The duration of the session in seconds, 900 to 43,200. STS's default is 3,600. */
  readonly durationSeconds?: number | undefined;
}

/**
 * Returns a function that assumes the role with the pod's web identity token (IRSA). The function reads the token anew
 * each time, from the file that the webhook mounts (`AWS_WEB_IDENTITY_TOKEN_FILE`).
 */
export function assumeWithWebIdentity(options: WebIdentityOptions): Assume {
  const { roleArn, durationSeconds } = options;
  const sts = stsClient(options);
  return async ({ roleSessionName, policy }) => {
    requireInjected('AWS_WEB_IDENTITY_TOKEN_FILE', 'Is the service account annotated with a role');
    const fromFile = fromTokenFile({
      roleArn,
      roleSessionName,
      ...(durationSeconds !== undefined && { durationSeconds }),
      ...(policy !== undefined && { policy }),
      roleAssumerWithWebIdentity: async (parameters) => {
        if (!parameters.WebIdentityToken?.trim()) throw new Error('The token file is empty.');
        return identityOf(await sts.send(new AssumeRoleWithWebIdentityCommand(parameters)), roleArn);
      },
    });
    return fromFile();
  };
}

export interface AssumeRoleOptions extends StsContext {
  /** Credentials that may assume the role. */
  readonly source: AwsCredentialIdentityProvider;
  readonly roleArn: string;
  /** The duration of the session in seconds, 900 to 3,600. AWS limits a session of a chained role to one hour. */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sessionTags?: Readonly<Record<string, string>> | undefined;
}

/**
 * Returns a function that assumes the role with other credentials. The SDK's client caches those credentials. They may
 * be the reason for an error, so the client is replaced after each error.
 */
export function assumeFrom(options: AssumeRoleOptions): Assume {
  let sts = stsClient(options, options.source);
  const { roleArn, durationSeconds, externalId, sessionTags } = options;
  return async ({ roleSessionName, sourceIdentity, policy }) => {
    const used = sts;
    const command = new AssumeRoleCommand({
      RoleArn: roleArn,
      RoleSessionName: roleSessionName,
      DurationSeconds: durationSeconds,
      ExternalId: externalId,
      SourceIdentity: sourceIdentity,
      Policy: policy,
      Tags: sessionTags && Object.entries(sessionTags).map(([Key, Value]) => ({ Key, Value })),
    });
    try {
      return identityOf(await used.send(command), roleArn);
    } catch (error) {
      if (used === sts) sts = stsClient(options, options.source);
      throw error;
    }
  };
}

/**
 * Requires an environment variable that the cluster's webhook sets when a pod starts.
 *
 * @throws Error with a message for the operator
 */
export function requireInjected(name: string, question: string): void {
  if (process.env[name]) return;
  throw new Error(`${name} is not set. ${question}, and was the pod started after that?`);
}
