import { fromHttp, fromNodeProviderChain } from '@aws-sdk/credential-providers';
import type { AwsCredentialIdentityProvider } from './identity.js';
import {
  assumeFrom,
  assumeWithWebIdentity,
  requireInjected,
  type AssumeRoleOptions,
  type SessionTerms,
  type WebIdentityOptions,
} from './assume.js';
import type { StsContext } from './sts-context.js';
import { proveCaller } from './sts.js';

// The ways to credentials, all by the AWS SDK's providers. Where a role is named, only credentials of that role come out.

export { assumeFrom, assumeWithWebIdentity, type Assume, type SessionTerms } from './assume.js';

/** IRSA: see `assumeWithWebIdentity`. */
export function fromWebIdentity(
  options: WebIdentityOptions & { readonly roleSessionName: string },
): AwsCredentialIdentityProvider {
  const { roleSessionName } = options;
  const assume = assumeWithWebIdentity(options);
  return () => assume({ roleSessionName });
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

/** A role assumed with other credentials: see `assumeFrom`. */
export function fromAssumedRole(
  options: AssumeRoleOptions & Omit<SessionTerms, 'policy'>,
): AwsCredentialIdentityProvider {
  const { roleSessionName, sourceIdentity } = options;
  const assume = assumeFrom(options);
  return () => assume({ roleSessionName, sourceIdentity });
}

/** The SDK's own chain. */
export const fromDefaultChain = ({ region }: StsContext): AwsCredentialIdentityProvider =>
  fromNodeProviderChain({ clientConfig: { region } });
