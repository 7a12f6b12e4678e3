import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { target } from './behaviour.js';

/**
 * Returns temporary credentials of the first tenant's role.
 *
 * @throws Error if the target has no role; not-verified.ts lists the cases that need one
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
