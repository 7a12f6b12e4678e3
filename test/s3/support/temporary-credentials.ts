import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { target } from './behaviour.js';

/**
 * Credentials of the first tenant's role.
 *
 * @throws Error where the target has no role to assume: such cases stand in not-verified.ts
 */
export async function temporaryCredentials(DurationSeconds?: number): Promise<AwsCredentialIdentity> {
  const { role, region, tenants } = target;
  if (!role) throw new Error('the target has no role to assume');
  const sts = new STSClient({ endpoint: role.stsEndpoint, region, credentials: tenants[0].credentials });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: role.arn, RoleSessionName: 'suite', DurationSeconds }),
  );
  return {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken!,
    expiration: Credentials!.Expiration!,
  };
}
