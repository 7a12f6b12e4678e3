import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { fromTokenFile } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from './identity.js';
import type { StsContext } from './sts-context.js';
import { identityOf, stsClient } from './sts.js';

/** The properties of a session that is requested from STS. */
export interface SessionTerms {
  readonly roleSessionName: string;
  /** `sts:SourceIdentity`; of a token's session it can be set by the issuer alone. */
  readonly sourceIdentity?: string | undefined;
  /** Beyond it the session may do nothing, whatever the role may: JSON of at most 2,048 characters. */
  readonly policy?: string | undefined;
}

/** Becomes a role. @throws whatever STS answers; PresignError for the session of another role */
export type Assume = (terms: SessionTerms) => Promise<AwsCredentialIdentity>;

export interface WebIdentityOptions extends StsContext {
  readonly roleArn: string;
  /** Seconds, 900 to 43,200; STS's default is 3,600. */
  readonly durationSeconds?: number | undefined;
}

/** IRSA. The token file is the one that the webhook mounts (`AWS_WEB_IDENTITY_TOKEN_FILE`), read anew each time. */
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
  /** Seconds, 900 to 3,600: AWS caps chained sessions at an hour. */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sessionTags?: Readonly<Record<string, string>> | undefined;
}

/** A role assumed with other credentials. The SDK's client keeps those, so after a refusal, which may be for their sake, it is replaced. */
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

/** The cluster's webhook sets it as a pod starts. @throws Error with words for an operator */
export function requireInjected(name: string, question: string): void {
  if (process.env[name]) return;
  throw new Error(`${name} is not set. ${question}, and was the pod started after that?`);
}
