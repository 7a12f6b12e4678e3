import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { GIB, Radosgw, SHORTEST_SESSION } from '../support/processes/radosgw.js';
import { s3Client } from './s3-client.js';
import type { Target, TargetLocation, TargetTenant } from './target.js';

const REGION = 'us-east-1'; // the SDK sends no LocationConstraint, which radosgw compares with its zones

/** The memory for all objects of a lane in bytes. */
const CAPACITY = 4 * GIB;

/** Starts Ceph's radosgw in a temporary folder. It stops with this process, even after a crash. */
export async function startRadosgw(): Promise<Target> {
  const radosgw = await Radosgw.start(CAPACITY);
  const stop = () => radosgw.stop();
  try {
    const { endpoint } = radosgw;
    const where = { endpoint, region: REGION, forcePathStyle: true };
    const first = await makeTenant(radosgw, where, 'team-a');
    const second = await makeTenant(radosgw, where, 'team-b');
    const role = {
      stsEndpoint: endpoint,
      arn: await makeRole(where, first),
      minDurationSeconds: SHORTEST_SESSION,
    };
    return {
      ...where,
      name: 'radosgw',
      server: 'radosgw',
      tenants: [first.tenant, second.tenant],
      keyPrefix: '',
      role,
      kmsKey: 'testkey-1', // the name in test/peers/radosgw/conf.sh
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

interface Owner {
  readonly arn: string;
  readonly tenant: TargetTenant;
}

async function makeTenant(radosgw: Radosgw, where: TargetLocation, name: string): Promise<Owner> {
  const { arn, credentials } = await radosgw.createUser(undefined, name);
  const bucket = `${name}-files`;
  await s3Client(where, { credentials }).send(new CreateBucketCommand({ Bucket: bucket }));
  return { arn, tenant: { bucket, credentials } };
}

/** Returns a policy that allows actions, as compact JSON, since radosgw accepts no other form. */
const allow = (what: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...what }] });

/** Creates a role that its owner may assume. The role allows everything in the owner's bucket. */
async function makeRole(where: { endpoint: string }, { arn, tenant }: Owner): Promise<string> {
  const iam = new IAMClient({ ...where, region: REGION, credentials: tenant.credentials });
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: 'presign',
      AssumeRolePolicyDocument: allow({ Principal: { AWS: [arn] }, Action: ['sts:AssumeRole'] }),
    }),
  );
  const bucket = `arn:aws:s3:::${tenant.bucket}`;
  await iam.send(
    new PutRolePolicyCommand({
      RoleName: 'presign',
      PolicyName: 'bucket',
      PolicyDocument: allow({ Action: ['s3:*'], Resource: [bucket, `${bucket}/*`] }),
    }),
  );
  return Role!.Arn!;
}
