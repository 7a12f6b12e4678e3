import { AssumeRoleCommand, AssumeRoleWithWebIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@aws-sdk/types';

const REGION = 'us-east-1';

/**
 * Assumes a role with a service account's token.
 *
 * @throws the error of STS; of an error of radosgw, only the status is useful
 */
export async function becomeByToken(
  endpoint: string,
  roleArn: string,
  token: string,
): Promise<AwsCredentialIdentity> {
  const sts = new STSClient({ endpoint, region: REGION, maxAttempts: 1 });
  const { Credentials } = await sts.send(
    new AssumeRoleWithWebIdentityCommand({
      RoleArn: roleArn,
      RoleSessionName: 'proof',
      WebIdentityToken: token,
    }),
  );
  return identityOf(Credentials!);
}

/** Assumes a role with another role's session, as chained roles and Pod Identity do. @throws the error of STS */
export async function becomeByRole(
  endpoint: string,
  roleArn: string,
  credentials: AwsCredentialIdentity,
  externalId: string,
): Promise<AwsCredentialIdentity> {
  const sts = new STSClient({ endpoint, region: REGION, maxAttempts: 1, credentials });
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'proof', ExternalId: externalId }),
  );
  return identityOf(Credentials!);
}

const identityOf = ({
  AccessKeyId,
  SecretAccessKey,
  SessionToken,
}: {
  readonly AccessKeyId?: string | undefined;
  readonly SecretAccessKey?: string | undefined;
  readonly SessionToken?: string | undefined;
}): AwsCredentialIdentity => ({
  accessKeyId: AccessKeyId!,
  secretAccessKey: SecretAccessKey!,
  sessionToken: SessionToken!,
});
