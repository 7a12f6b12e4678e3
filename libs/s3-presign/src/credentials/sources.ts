import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand } from '@aws-sdk/client-sts';
import { fromHttp, fromNodeProviderChain, fromTokenFile } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { identityOf, proveCaller, stsClient, type StsContext } from './sts.js';

// The ways to credentials, all by the AWS SDK's providers. Where a role is named, only credentials of that role come out.

export interface WebIdentityOptions extends StsContext {
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** Seconds, 900 to 43,200; STS's default is 3,600. */
  readonly durationSeconds?: number | undefined;
}

/** IRSA. The token file is the one that the webhook mounts (`AWS_WEB_IDENTITY_TOKEN_FILE`), read anew each time. */
export function fromWebIdentity(options: WebIdentityOptions): AwsCredentialIdentityProvider {
  const { roleArn, roleSessionName, durationSeconds } = options;
  const sts = stsClient(options);
  const fromFile = fromTokenFile({
    roleArn,
    roleSessionName,
    ...(durationSeconds !== undefined && { durationSeconds }),
    roleAssumerWithWebIdentity: async (parameters) => {
      if (!parameters.WebIdentityToken?.trim()) throw new Error('The token file is empty.');
      return identityOf(await sts.send(new AssumeRoleWithWebIdentityCommand(parameters)), roleArn);
    },
  });
  return async () => {
    requireInjected('AWS_WEB_IDENTITY_TOKEN_FILE', 'Is the service account annotated with a role');
    return fromFile();
  };
}

/** EKS Pod Identity, by the environment that its agent's webhook sets. `roleArn` is who the agent must have made us. */
export function fromPodIdentity(
  options: StsContext & { readonly roleArn?: string | undefined },
): AwsCredentialIdentityProvider {
  return async () => {
    requireInjected('AWS_CONTAINER_CREDENTIALS_FULL_URI', 'Does the service account have an association');
    const identity = await fromHttp({ timeout: 1_000, maxRetries: 2 })();
    if (options.roleArn !== undefined) await proveCaller(identity, options.roleArn, options);
    return identity;
  };
}

export interface AssumeRoleOptions extends StsContext {
  /** Credentials that may assume the role. */
  readonly source: AwsCredentialIdentityProvider;
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** Seconds, 900 to 3,600: AWS caps chained sessions at an hour. */
  readonly durationSeconds?: number | undefined;
  readonly externalId?: string | undefined;
  readonly sourceIdentity?: string | undefined;
  readonly sessionTags?: Readonly<Record<string, string>> | undefined;
}

/** A role assumed with other credentials. The SDK's client keeps those, so after a refusal, which may be for their sake, it is replaced. */
export function fromAssumedRole(options: AssumeRoleOptions): AwsCredentialIdentityProvider {
  let sts = stsClient(options, options.source);
  const command = {
    RoleArn: options.roleArn,
    RoleSessionName: options.roleSessionName,
    DurationSeconds: options.durationSeconds,
    ExternalId: options.externalId,
    SourceIdentity: options.sourceIdentity,
    Tags: options.sessionTags && Object.entries(options.sessionTags).map(([Key, Value]) => ({ Key, Value })),
  };
  return async () => {
    try {
      return identityOf(await sts.send(new AssumeRoleCommand(command)), options.roleArn);
    } catch (error) {
      sts.destroy();
      sts = stsClient(options, options.source);
      throw error;
    }
  };
}

/** The SDK's own chain. */
export const fromDefaultChain = ({ region }: StsContext): AwsCredentialIdentityProvider =>
  fromNodeProviderChain({ clientConfig: { region } });

/** The cluster's webhook sets it as a pod starts. @throws Error with words for an operator */
function requireInjected(name: string, question: string): void {
  if (process.env[name]) return;
  throw new Error(`${name} is not set. ${question}, and was the pod started after that?`);
}
