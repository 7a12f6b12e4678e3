import { hostname } from 'node:os';
import type { AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { roleSessionName, type StsContext } from '#s3-presign';
import type { Assume } from '#s3-presign/credential-sources';
import type { CredentialsEntry, TenantEntry } from '#tenant-file';

/** Returns the role session name of the pod itself. */
export const podSessionName = (entry: TenantEntry): string => roleSessionName(entry.id, hostname());

/**
 * Returns the provider of a tenant's credentials. STS and related modules are loaded with the first request for
 * credentials, not at the start.
 */
export function credentialProvider(entry: TenantEntry, context: StsContext): AwsCredentialIdentityProvider {
  const sessionName = podSessionName(entry);
  let loaded: Promise<AwsCredentialIdentityProvider> | undefined;
  return async (properties) => (await (loaded ??= load(entry.credentials, context, sessionName)))(properties);
}

/**
 * Returns a function that assumes the tenant's role for a subject: with a web identity token, or in a chain from the
 * previous role.
 */
export function subjectAssumer(entry: TenantEntry, context: StsContext): Assume {
  let loaded: Promise<Assume> | undefined;
  return async (terms) => (await (loaded ??= loadAssumer(entry, context)))(terms);
}

async function loadAssumer(entry: TenantEntry, context: StsContext): Promise<Assume> {
  const { credentials } = entry;
  const { assumeFrom, assumeWithWebIdentity } = await import('#s3-presign/credential-sources');
  switch (credentials.type) {
    case 'web-identity':
      return assumeWithWebIdentity(Object.assign({}, credentials, context));
    case 'assume-role': {
      const source = await load(credentials.source, context, podSessionName(entry));
      return assumeFrom(Object.assign({}, credentials, context, { source }));
    }
    default:
      throw new Error(`credentials of type ${credentials.type} have no session for each subject`);
  }
}

async function load(
  source: CredentialsEntry,
  context: StsContext,
  sessionName: string,
): Promise<AwsCredentialIdentityProvider> {
  if (source.type === 'static') return fromEntry(source);
  const sources = await import('#s3-presign/credential-sources');
  switch (source.type) {
    case 'web-identity':
      return sources.fromWebIdentity(Object.assign({}, source, context, { roleSessionName: sessionName }));
    case 'container':
      return sources.fromPodIdentity(Object.assign({}, source, context));
    case 'assume-role':
      return sources.fromAssumedRole(
        Object.assign({}, source, context, {
          roleSessionName: sessionName,
          source: await load(source.source, context, sessionName),
        }),
      );
    case 'default':
      return sources.fromDefaultChain(context);
  }
}

function fromEntry({
  accessKeyId,
  secretAccessKey,
  sessionToken,
  expiration,
}: Extract<CredentialsEntry, { type: 'static' }>): AwsCredentialIdentityProvider {
  const identity = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(expiration !== undefined && { expiration: new Date(expiration) }),
  };
  return () => Promise.resolve(identity);
}
