import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv, promisify } from 'node:util';
import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { s3Client } from './s3-client.js';
import type { Target, TargetLocation, TargetTenant } from './target.js';

const REGION = 'us-east-1'; // makes the SDK leave out the LocationConstraint, which radosgw would compare with its zones
const MIN_DURATION_SECONDS = 2;
const script = (name: string) => join(import.meta.dirname, '../peers/radosgw', name);

/** Ceph's radosgw in a temporary folder. It ends with this process, also where that crashes. */
export async function startRadosgw(): Promise<Target> {
  const dir = await mkdtemp(join(tmpdir(), 'presign-radosgw-'));
  const { RADOSGW_ENDPOINT: endpoint = '' } = await run('up.sh', [
    '--dir',
    dir,
    '--set',
    `rgw_sts_min_session_duration=${MIN_DURATION_SECONDS}`,
    '--watch',
    String(process.pid),
  ]);
  const stop = async () => void (await run('down.sh', ['--dir', dir]));
  try {
    const where = { endpoint, region: REGION, forcePathStyle: true };
    const first = await makeTenant(dir, where, 'team-a');
    const second = await makeTenant(dir, where, 'team-b');
    const role = {
      stsEndpoint: endpoint,
      arn: await makeRole(where, first),
      minDurationSeconds: MIN_DURATION_SECONDS,
    };
    return {
      ...where,
      name: 'radosgw',
      server: 'radosgw',
      tenants: [first.tenant, second.tenant],
      keyPrefix: '',
      role,
      kmsKey: 'testkey-1', // named in test/peers/radosgw/conf.sh
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function run(name: string, args: string[]): Promise<NodeJS.Dict<string>> {
  try {
    const { stdout } = await promisify(execFile)(script(name), args);
    return parseEnv(stdout);
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`radosgw's ${name}: ${stderr || message}`, { cause });
  }
}

interface Owner {
  readonly arn: string;
  readonly tenant: TargetTenant;
}

async function makeTenant(dir: string, where: TargetLocation, name: string): Promise<Owner> {
  const user = await run('user.sh', ['--dir', dir, name]);
  const credentials = {
    accessKeyId: user['ACCESS_KEY_ID']!,
    secretAccessKey: user['SECRET_ACCESS_KEY']!,
  };
  const bucket = `${name}-files`;
  await s3Client(where, { credentials }).send(new CreateBucketCommand({ Bucket: bucket }));
  return { arn: user['ARN']!, tenant: { bucket, credentials } };
}

/** radosgw takes policies in compact JSON only. */
const allow = (what: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...what }] });

/** A role that its owner may assume, and which may do everything in the owner's bucket. */
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
