import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type LifecycleRule,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AccountB } from '../support/clients/account-b.js';
import { Radosgw } from '../support/processes/radosgw.js';
import { status } from './support/attempts.js';
import type { Policy } from './support/outputs.js';
import { planned } from './support/plans.js';
import { Workspace, hasStandIn } from './support/terraform.js';

// Tests the bucket settings of module tenant on a gateway that enforces them. bucket-policy.spec.ts evaluates the whole
// policy.

const KEY = 'arn:aws:kms:eu-west-1:222222222222:key/0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4';
const HEADER = 's3:x-amz-server-side-encryption';

/** A lifecycle rule in the form of a plan. */
interface PlannedRule {
  readonly id: string;
  readonly status: 'Enabled';
  readonly abort_incomplete_multipart_upload: readonly { readonly days_after_initiation: number }[];
  readonly expiration: readonly { readonly expired_object_delete_marker: boolean }[];
}

describe.runIf(hasStandIn)('a bucket of module tenant', () => {
  const stack = new AsyncDisposableStack();
  let radosgw: Radosgw;
  let account: AccountB;
  let policy: Policy;
  let rules: readonly PlannedRule[];

  beforeAll(async () => {
    radosgw = await Radosgw.start();
    stack.defer(() => radosgw.stop());
    account = await AccountB.create(radosgw);
    const changes = await planTenant();
    const of = (type: string) => changes.find((change) => change.type === type)!.after!;
    policy = JSON.parse(of('aws_s3_bucket_policy')['policy'] as string) as Policy;
    rules = of('aws_s3_bucket_lifecycle_configuration')['rule'] as readonly PlannedRule[];
  });
  afterAll(() => stack.disposeAsync());

  test('refuses uploads that ask for S3’s own keys, and none that ask for KMS or nothing', async () => {
    const put = (Bucket: string, more = {}) =>
      status(() => account.s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'x', ...more })));
    await account.createBucket('open');
    await account.createBucket('files');
    const Policy = JSON.stringify(withoutNull(policy, 'RefuseDowngrade'));
    await account.s3.send(new PutBucketPolicyCommand({ Bucket: 'files', Policy }));
    const byS3 = { ServerSideEncryption: 'AES256' };
    const byKms = { ServerSideEncryption: 'aws:kms' };
    expect([await put('files', byS3), await put('files')]).toEqual([403, 200]);
    expect(await put('open', byS3)).not.toBe(403);
    expect(await put('files', byKms)).toBe(await put('open', byKms)); // the gateway has no keys
  });

  test('expires delete markers behind which nothing is left, and no others', async () => {
    const Bucket = 'marked';
    const { s3 } = account;
    await account.createBucket(Bucket);
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    for (const Key of ['orphaned', 'hiding', 'kept']) {
      const { VersionId } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
      if (Key !== 'kept') await s3.send(new DeleteObjectCommand({ Bucket, Key }));
      if (Key === 'orphaned') await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId }));
    }
    const left = async () => {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      return { versions: Versions.map(({ Key }) => Key), markers: DeleteMarkers.map(({ Key }) => Key) };
    };
    expect(await left()).toEqual({ versions: ['hiding', 'kept'], markers: ['hiding', 'orphaned'] });

    const LifecycleConfiguration = { Rules: rules.map(ruleOf) };
    await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
    const admin = ['-c', join(radosgw.where.dir, 'ceph.conf'), '-n', 'client.rgw', 'lc', 'process'];
    await promisify(execFile)('radosgw-admin', admin);
    expect(await left()).toEqual({ versions: ['hiding', 'kept'], markers: ['hiding'] });
  });
});

async function planTenant() {
  const workspace = new Workspace({ keep: true });
  try {
    const tenant = {
      source: '../modules/tenant',
      name: 'team-a',
      bucket_name: 'files',
      encryption: { key_arn: KEY },
      trust: {
        chains: { hub: { source_role_arn: 'arn:aws:iam::111111111111:role/hub', external_id: 'id' } },
      },
      grants: [{ actions: ['upload'], prefixes: [''] }],
    };
    mkdirSync(join(workspace.root, 'bucket'));
    writeFileSync(join(workspace.root, 'bucket/main.tf.json'), JSON.stringify({ module: { tenant } }));
    await workspace.init('bucket');
    return await planned(workspace, 'bucket', {});
  } finally {
    workspace.remove();
  }
}

/**
 * Returns one statement in a form for Ceph's gateway, which evaluates conditions differently. An absent key never
 * matches there, and the gateway ignores the value of `Null`, so that `Null` is left out. For a negated operator one
 * matching value is enough there, so that only one value remains.
 */
function withoutNull({ Version, Statement }: Policy, sid: string): object {
  const { Condition, ...statement } = Statement.find(({ Sid }) => Sid === sid)!;
  const [first] = Condition!['StringNotEquals']![HEADER]!;
  return { Version, Statement: [{ ...statement, Condition: { StringNotEquals: { [HEADER]: first } } }] };
}

const ruleOf = ({
  id,
  status: Status,
  abort_incomplete_multipart_upload: [abort],
  expiration: [expiration],
}: PlannedRule): LifecycleRule => ({
  ID: id,
  Status,
  Filter: { Prefix: '' },
  ...(abort && { AbortIncompleteMultipartUpload: { DaysAfterInitiation: abort.days_after_initiation } }),
  ...(expiration?.expired_object_delete_marker && { Expiration: { ExpiredObjectDeleteMarker: true } }),
});
