import { hostname } from 'node:os';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import type { TenantEntry } from './tenant-file.js';
import type { CredentialsEntry } from './credentials-entry.js';

/** The AWS SDK's provider for a tenant's credentials. The SDK's modules are loaded when one is first asked. */
export function credentialProvider(entry: TenantEntry): AwsCredentialIdentityProvider {
  const name = roleSessionName(entry.id, hostname());
  return lazily(() => provider(entry.credentials, entry.region, name));
}

async function provider(
  source: CredentialsEntry,
  region: string,
  sessionName: string,
): Promise<AwsCredentialIdentityProvider> {
  const { fromNodeProviderChain, fromTemporaryCredentials, fromTokenFile, fromHttp } =
    await import('@aws-sdk/credential-providers');
  // Regional STS endpoint: the global one is another failure domain, and its tokens are larger.
  const clientConfig = { region };
  switch (source.type) {
    case 'static': {
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = source;
      return () =>
        Promise.resolve({
          accessKeyId,
          secretAccessKey,
          ...(sessionToken !== undefined && { sessionToken }),
          ...(expiration !== undefined && { expiration: new Date(expiration) }),
        });
    }
    case 'web-identity':
      return fromTokenFile({
        roleArn: source.roleArn,
        roleSessionName: sessionName,
        clientConfig,
        ...(source.durationSeconds !== undefined && { durationSeconds: source.durationSeconds }),
      });
    case 'container':
      return fromHttp({});
    case 'assume-role':
      return fromTemporaryCredentials({
        masterCredentials: await provider(source.source, region, sessionName),
        clientConfig,
        params: {
          RoleArn: source.roleArn,
          RoleSessionName: sessionName,
          ...(source.durationSeconds !== undefined && { DurationSeconds: source.durationSeconds }),
          ...(source.externalId !== undefined && { ExternalId: source.externalId }),
          ...(source.sourceIdentity !== undefined && { SourceIdentity: source.sourceIdentity }),
          ...(source.sessionTags && {
            Tags: Object.entries(source.sessionTags).map(([Key, Value]) => ({ Key, Value })),
          }),
        },
      });
    case 'default':
      return fromNodeProviderChain({ clientConfig });
  }
}

/** STS API Reference, AssumeRole, RoleSessionName: `[\w+=,.@-]{2,64}`. Tenant and pod, so that CloudTrail tells both. */
export function roleSessionName(tenant: string, pod: string): string {
  return `${tenant}.${pod}`.replace(/[^\w+=,.@-]/g, '-').slice(0, 64);
}

function lazily(load: () => Promise<AwsCredentialIdentityProvider>): AwsCredentialIdentityProvider {
  let loaded: Promise<AwsCredentialIdentityProvider> | undefined;
  return async (properties) => (await (loaded ??= load()))(properties);
}
