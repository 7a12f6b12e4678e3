import {
  GetCallerIdentityCommand,
  STSClient,
  type AssumedRoleUser,
  type Credentials,
} from '@aws-sdk/client-sts';
import { PresignError } from '../errors.js';
import { observeCalls } from './aws-calls.js';
import { observeDate } from './clock-offset.js';
import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from './identity.js';
import { isSessionOf } from './role-session.js';
import type { StsContext } from './sts-context.js';

/** Timeouts in milliseconds. Two attempts fit into the longest time that a caller waits for a provider. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

export function stsClient(context: StsContext, credentials?: AwsCredentialIdentityProvider): STSClient {
  const client = new STSClient({
    region: context.region,
    maxAttempts: 2,
    requestHandler: TIMEOUTS,
    ...(credentials && { credentials }),
  });
  if (context.clockOffset) observeDate(client, context.clockOffset);
  observeCalls(client, context.calls);
  return client;
}

/**
 * Returns the credentials in an answer of STS, if they belong to the requested role.
 *
 * @throws PresignError `tenant_unavailable` for another role; Error for an answer without credentials
 */
export function identityOf(
  answer: {
    readonly Credentials?: Credentials | undefined;
    readonly AssumedRoleUser?: AssumedRoleUser | undefined;
  },
  roleArn: string,
): AwsCredentialIdentity {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {};
  if (!AccessKeyId || !SecretAccessKey || !SessionToken || !Expiration) {
    throw new Error('STS returned no credentials');
  }
  requireRole(answer.AssumedRoleUser?.Arn, roleArn);
  return {
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    expiration: Expiration,
  };
}

/**
 * Asks STS whose the credentials are, and requires that they belong to the role. It is for credentials whose source
 * doesn't say it.
 *
 * @throws PresignError `tenant_unavailable` for another role; the error of STS
 */
export async function proveCaller(
  identity: AwsCredentialIdentity,
  roleArn: string,
  context: StsContext,
): Promise<void> {
  const sts = stsClient(context, () => Promise.resolve(identity));
  try {
    const { Arn } = await sts.send(new GetCallerIdentityCommand({}));
    requireRole(Arn, roleArn);
  } finally {
    sts.destroy();
  }
}

function requireRole(arn: string | undefined, roleArn: string): void {
  if (arn !== undefined && isSessionOf(arn, roleArn)) return;
  throw new PresignError(
    'tenant_unavailable',
    'The AWS credentials are not those of the tenant’s role, so nothing is signed with them.',
    {
      cause: new Error(
        `the credentials are of ${arn ?? 'an unknown identity'}, the tenant file names ${roleArn}`,
      ),
    },
  );
}
