import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient } from '@aws-sdk/client-iam';
import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { LocalstackContainer } from '@testcontainers/localstack';
import { LOCALSTACK_IMAGE, doesWithoutReaper } from './availability.js';
import { reapContainer } from './reap-container.js';
import { s3Client } from './s3-client.js';
import type { Target, TargetLocation, TargetTenant } from './target.js';

const REGION = 'eu-west-1';
/** The credentials of the root user of LocalStack's account. */
const ROOT = { accessKeyId: 'test', secretAccessKey: 'test' };

/** Starts LocalStack in a container, with a setting that makes it verify presigned URLs. */
export async function startLocalstack(): Promise<Target> {
  if (doesWithoutReaper()) process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  const container = await startContainer();
  const callOff = doesWithoutReaper() ? reapContainer(container.getId()) : undefined;
  const stop = async () => {
    await container.stop();
    callOff?.();
  };
  try {
    const endpoint = container.getConnectionUri();
    const iam = new IAMClient({ endpoint, region: REGION, credentials: ROOT });
    const where = { endpoint, region: REGION, forcePathStyle: true };
    const tenants = [await makeTenant(iam, where, 'team-a'), await makeTenant(iam, where, 'team-b')] as const;
    const role = await iam.send(
      new CreateRoleCommand({
        RoleName: 'presign',
        AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [] }),
      }),
    );
    return {
      ...where,
      name: 'localstack',
      server: 'localstack',
      tenants,
      keyPrefix: '',
      role: { stsEndpoint: endpoint, arn: role.Role!.Arn!, minDurationSeconds: 1 },
      kmsKey: 'alias/aws/s3',
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startContainer() {
  try {
    return await new LocalstackContainer(LOCALSTACK_IMAGE)
      .withEnvironment({ SERVICES: 's3,sts,iam,kms', S3_SKIP_SIGNATURE_VALIDATION: '0' })
      .start();
  } catch (cause) {
    throw new Error(
      `LocalStack can't be started: ${(cause as Error).message}\n` +
        'test/peers/docker/up.sh brings up Docker, test/peers/localstack/image.sh the image; ' +
        'TESTCONTAINERS_RYUK_DISABLED=true does without the image of testcontainers’ reaper.',
      { cause },
    );
  }
}

async function makeTenant(iam: IAMClient, where: TargetLocation, name: string): Promise<TargetTenant> {
  await iam.send(new CreateUserCommand({ UserName: name }));
  const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: name }));
  const credentials: AwsCredentialIdentity = {
    accessKeyId: AccessKey!.AccessKeyId!,
    secretAccessKey: AccessKey!.SecretAccessKey!,
  };
  const bucket = `${name}-files`;
  await s3Client(where, { credentials }).send(new CreateBucketCommand({ Bucket: bucket }));
  return { bucket, credentials };
}
