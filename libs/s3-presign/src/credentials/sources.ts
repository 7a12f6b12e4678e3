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

// Providers of credentials, all made of the AWS SDK's providers. If a provider is given a role, it returns credentials
// of that role only.

export { assumeFrom, assumeWithWebIdentity, type Assume, type SessionTerms } from './assume.js';

/** Returns a provider for a role assumed with a web identity token (IRSA). See `assumeWithWebIdentity`. */
export function fromWebIdentity(
  options: WebIdentityOptions & { readonly roleSessionName: string },
): AwsCredentialIdentityProvider {
  const { roleSessionName } = options;
  const assume = assumeWithWebIdentity(options);
  return () => assume({ roleSessionName });
}

/**
 * Returns a provider for EKS Pod Identity. It reads the environment that the webhook of the EKS Pod Identity agent
 * sets. `roleArn` is the role whose credentials the agent must return.
 */
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

/** Returns a provider for a role assumed with other credentials. See `assumeFrom`. */
export function fromAssumedRole(
  options: AssumeRoleOptions & Omit<SessionTerms, 'policy'>,
): AwsCredentialIdentityProvider {
  const { roleSessionName, sourceIdentity } = options;
  const assume = assumeFrom(options);
  return () => assume({ roleSessionName, sourceIdentity });
}

/** Returns the SDK's default provider chain. */
export const fromDefaultChain = ({ region }: StsContext): AwsCredentialIdentityProvider =>
  fromNodeProviderChain({ clientConfig: { region } });
