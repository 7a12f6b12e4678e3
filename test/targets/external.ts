import { randomUUID } from 'node:crypto';
import {
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  HeadBucketCommand,
  NotFound,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import { whyNoExternal } from './availability.js';
import { s3Client } from './s3-client.js';
import type { ServerKind, Target, TargetData, TargetTenant } from './target.js';

/**
 * Uses an existing server: AWS itself, or your own MinIO, radosgw or LocalStack. All objects of a run are under one new
 * prefix, and are deleted afterwards. A bucket that is missing is created, and deleted too.
 *
 * Beside the variables that availability.ts requires, you can set `TEST_S3_REGION` (us-east-1),
 * `TEST_S3_SESSION_TOKEN`, `TEST_S3_FORCE_PATH_STYLE` (true) and `TEST_S3_KMS_KEY`. A second tenant has the same names
 * with `_2`. For temporary credentials, set `TEST_S3_ROLE_ARN`, with `TEST_S3_STS_ENDPOINT` (the endpoint) and
 * `TEST_S3_ROLE_MIN_SECONDS` (900).
 */
export async function startExternal(): Promise<Target> {
  const why = whyNoExternal();
  if (why) throw new Error(`The external target can't be had: ${why}.`);
  const { env } = process;
  const endpoint = env['TEST_S3_ENDPOINT']!;
  const arn = env['TEST_S3_ROLE_ARN'];
  const data: TargetData = {
    name: 'external',
    server: await recognise(endpoint),
    endpoint,
    region: env['TEST_S3_REGION'] ?? 'us-east-1',
    forcePathStyle: env['TEST_S3_FORCE_PATH_STYLE'] !== 'false',
    tenants: [tenant(''), tenant(env['TEST_S3_ACCESS_KEY_ID_2'] ? '_2' : '')],
    keyPrefix: `presign-test-${randomUUID()}/`,
    kmsKey: env['TEST_S3_KMS_KEY'],
    role: arn
      ? {
          arn,
          stsEndpoint: env['TEST_S3_STS_ENDPOINT'] ?? endpoint,
          minDurationSeconds: Number(env['TEST_S3_ROLE_MIN_SECONDS'] ?? 900),
        }
      : undefined,
  };
  const made: TargetTenant[] = [];
  try {
    await makeMissingBuckets(data, made);
  } catch (error) {
    await deleteBuckets(data, made);
    throw error;
  }
  const stop = async () => {
    for (const owner of data.tenants) await empty(data, owner);
    await deleteBuckets(data, made);
  };
  return { ...data, stop };
}

/**
 * Returns the kind of a server, because a server of a known kind has the same gaps wherever it runs. A server of an
 * unknown kind must have every behaviour of S3.
 */
async function recognise(endpoint: string): Promise<ServerKind> {
  const ask = (path: string) => fetch(new URL(path, endpoint), { signal: AbortSignal.timeout(10_000) });
  const health = await ask('/_localstack/health');
  if (health.ok) return 'localstack';
  const { headers } = await ask('/');
  return /^tx[0-9a-f]{21}/.test(headers.get('x-amz-request-id') ?? '') ? 'radosgw' : 'unknown';
}

function tenant(suffix: '' | '_2'): TargetTenant {
  const variable = (name: string) => process.env[`TEST_S3_${name}${suffix}`];
  const sessionToken = variable('SESSION_TOKEN');
  return {
    bucket: variable('BUCKET')!,
    credentials: {
      accessKeyId: variable('ACCESS_KEY_ID')!,
      secretAccessKey: variable('SECRET_ACCESS_KEY')!,
      ...(sessionToken && { sessionToken }),
    },
  };
}

/** Creates the buckets that are missing. @param made receives the tenants whose bucket was created */
async function makeMissingBuckets(target: TargetData, made: TargetTenant[]): Promise<void> {
  for (const owner of target.tenants) {
    const client = s3Client(target, owner);
    try {
      await client.send(new HeadBucketCommand({ Bucket: owner.bucket }));
    } catch (error) {
      if (!(error instanceof NotFound)) throw error;
      await client.send(new CreateBucketCommand({ Bucket: owner.bucket }));
      made.push(owner);
    }
  }
}

async function deleteBuckets(target: TargetData, owners: readonly TargetTenant[]): Promise<void> {
  for (const owner of owners) {
    await s3Client(target, owner).send(new DeleteBucketCommand({ Bucket: owner.bucket }));
  }
}

async function empty(target: TargetData, owner: TargetTenant): Promise<void> {
  const client = s3Client(target, owner);
  const Bucket = owner.bucket;
  for await (const { Contents } of paginateListObjectsV2({ client }, { Bucket, Prefix: target.keyPrefix })) {
    const Objects = (Contents ?? []).map(({ Key }) => ({ Key }));
    if (Objects.length === 0) continue;
    await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
  }
}
