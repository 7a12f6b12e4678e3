import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  GetRolePolicyCommand,
  ListRolePoliciesCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  ListObjectVersionsCommand,
  PutBucketTaggingCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { Accounts } from '../../../apps/operator-cli/src/commands/test-aws/accounts.js';
import { readOptions } from '../../../apps/operator-cli/src/commands/test-aws/options.js';
import { RUN_TAG, namesOf } from '../../../apps/operator-cli/src/commands/test-aws/root.js';
import { POLICY_NAME } from '../../../apps/operator-cli/src/commands/tenant-revoke/revocation.js';
import { startLocalstack } from '../../targets/localstack.js';
import { s3Client } from '../../targets/s3-client.js';

// Tests the calls of npm run test:aws with the SDK, with profiles of an AWS configuration. LocalStack takes the access
// key as the account number, and refuses no caller.

const IDS = ['111111111111', '222222222222'] as const;
const RUN = 'tp-k3v9x2ab';
const NAMES = namesOf(RUN);
const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';

const profile = (name: string, id: string): string =>
  `[${name}]\naws_access_key_id = ${id}\naws_secret_access_key = any\n`;

describe('the accounts of a run, on LocalStack', () => {
  const stack = new AsyncDisposableStack();
  const args = ['--accounts', IDS.join(','), '--profiles', 'a,b', '--region', 'us-east-1'];
  const accounts = new Accounts(readOptions(args, () => RUN));
  let administrator: { readonly s3: ReturnType<typeof s3Client>; readonly iam: IAMClient };

  beforeAll(async () => {
    const localstack = await startLocalstack();
    stack.defer(() => localstack.stop());
    const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
    stack.defer(() => rmSync(folder, { recursive: true }));
    const profiles = IDS.map((id, index) => profile('ab'[index]!, id)).join('');
    writeFileSync(join(folder, 'credentials'), profiles);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(folder, 'credentials'));
    vi.stubEnv('AWS_CONFIG_FILE', join(folder, 'config'));
    vi.stubEnv('AWS_ENDPOINT_URL', localstack.endpoint.replace('localhost', '127.0.0.1'));
    const { endpoint, region } = localstack;
    const credentials = { accessKeyId: IDS[1], secretAccessKey: 'any' };
    administrator = {
      s3: s3Client({ endpoint, region, forcePathStyle: true }, { credentials }),
      iam: new IAMClient({ endpoint, region, credentials }),
    };
  }, 180_000);
  afterAll(async () => {
    vi.unstubAllEnvs();
    await stack.disposeAsync();
  });

  it('are those of the profiles', async () => {
    expect(await Promise.all([accounts.id(0), accounts.id(1)])).toEqual(IDS);
  });

  it('have nothing of a new run', async () => {
    expect(await accounts.bucketExists()).toBe(false);
    expect(await accounts.roleExists(1, NAMES.tenantRole)).toBe(false);
    expect(await accounts.providerExists(ISSUER)).toBe(false);
    await expect(accounts.emptyBucket()).resolves.toBeUndefined();
  });

  it('say what exists, the second one’s alone', async () => {
    const { s3, iam } = administrator;
    await s3.send(new CreateBucketCommand({ Bucket: NAMES.bucket }));
    await iam.send(new CreateRoleCommand({ RoleName: NAMES.tenantRole, AssumeRolePolicyDocument: '{}' }));
    await iam.send(new CreateOpenIDConnectProviderCommand({ Url: ISSUER, ThumbprintList: ['0'.repeat(40)] }));
    expect(await accounts.bucketExists()).toBe(true);
    expect(await accounts.roleExists(1, NAMES.tenantRole)).toBe(true);
    expect(await accounts.roleExists(0, NAMES.tenantRole)).toBe(false);
    expect(await accounts.providerExists(ISSUER)).toBe(true);
    expect(await accounts.providerExists(`${ISSUER}2`)).toBe(false);
  });

  it('empty no bucket without the run’s tag, and with it every version', async () => {
    const { s3 } = administrator;
    const Bucket = NAMES.bucket;
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
    for (const Body of ['one', 'two']) await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body }));
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    const left = async () => {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      return Versions.length + DeleteMarkers.length;
    };

    const tag = (Value: string) =>
      s3.send(new PutBucketTaggingCommand({ Bucket, Tagging: { TagSet: [{ Key: RUN_TAG, Value }] } }));
    const refused = /has no tag tenant-presign-run of this run, and was not deleted/;
    await expect(accounts.emptyBucket()).rejects.toThrow(refused);
    await tag('tp-00000000');
    await expect(accounts.emptyBucket()).rejects.toThrow(refused);
    expect(await left()).toBe(3);
    await tag(RUN);
    await accounts.emptyBucket();
    expect(await left()).toBe(0);
  });

  it('delete the policy of a revocation, also where there is none', async () => {
    const { iam } = administrator;
    const policies = async () =>
      (await iam.send(new ListRolePoliciesCommand({ RoleName: NAMES.tenantRole }))).PolicyNames;
    await accounts.revoke();
    expect(await policies()).toEqual([POLICY_NAME]);
    await accounts.clear();
    expect(await policies()).toEqual([]);
    await expect(accounts.clear()).resolves.toBeUndefined();
  });

  it('revoke by a policy of the tenant’s role', async () => {
    await accounts.revoke();
    const policy = { RoleName: NAMES.tenantRole, PolicyName: POLICY_NAME };
    const { PolicyDocument } = await administrator.iam.send(new GetRolePolicyCommand(policy));
    expect(decodeURIComponent(PolicyDocument!)).toContain('aws:TokenIssueTime');
  });
});
