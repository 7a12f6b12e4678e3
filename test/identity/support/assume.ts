import {
  AssumeRoleCommand,
  AssumeRoleWithWebIdentityCommand,
  STSClient,
  type AssumeRoleCommandInput,
  type Credentials,
} from '@aws-sdk/client-sts';
import type { AwsCredentialIdentity } from '@aws-sdk/types';

// Sessions that the AWS SDK alone obtains, without the code under test.

export type Session = Required<
  Pick<AwsCredentialIdentity, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiration'>
>;

const ROLE_SESSION_NAME = 'eks-platform-app-0';

export async function assumeRole(
  endpoint: string,
  credentials: AwsCredentialIdentity,
  input: Omit<AssumeRoleCommandInput, 'RoleSessionName'>,
): Promise<Session> {
  const sts = new STSClient({ endpoint, region: 'eu-west-1', credentials });
  const request = new AssumeRoleCommand({ ...input, RoleSessionName: ROLE_SESSION_NAME });
  return sessionOf((await sts.send(request)).Credentials!);
}

export async function assumeRoleWithWebIdentity(
  endpoint: string,
  RoleArn: string,
  WebIdentityToken: string,
): Promise<Session> {
  const sts = new STSClient({ endpoint, region: 'eu-west-1' });
  const request = { RoleArn, WebIdentityToken, RoleSessionName: ROLE_SESSION_NAME };
  return sessionOf((await sts.send(new AssumeRoleWithWebIdentityCommand(request))).Credentials!);
}

const sessionOf = ({ AccessKeyId, SecretAccessKey, SessionToken, Expiration }: Credentials): Session => ({
  accessKeyId: AccessKeyId!,
  secretAccessKey: SecretAccessKey!,
  sessionToken: SessionToken!,
  expiration: Expiration!,
});
