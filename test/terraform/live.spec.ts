import { DeleteRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { PutBucketCorsCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { TenantEntry } from '#tenant-file';
import {
  POLICY_NAME,
  denyIssuedBefore,
} from '../../apps/operator-cli/src/commands/tenant-revoke/revocation.js';
import { askAws } from '../../apps/operator-cli/src/live/ask-aws.js';
import { grantedByPolicies, urlLifeOf, waysOfTrust } from '../../apps/operator-cli/src/live/policy-facts.js';
import { grantedBy } from '../../apps/operator-cli/src/terraform/granted.js';
import { readOutputs } from '../../apps/operator-cli/src/terraform/terraform-files.js';
import { policiesOf, type Outputs } from './support/outputs.js';
import { BUCKET, POD, createProofWorld, type ProofWorld } from './support/proof-world.js';
import { SOURCE, hasStandIn } from './support/terraform.js';

// Tests the reading of policies from AWS by tenant:check --live.

describe.each(['team-a', 'team-b', 'team-c'])('the policies of %s', (tenant) => {
  const file = `${SOURCE}/tenants/${tenant}.outputs.json`;
  const outputs = JSON.parse(readFileSync(file, 'utf8')) as Outputs;
  const { trust, s3, kms, bucket } = policiesOf(outputs);
  const { facts: agreed, ways } = readOutputs(file)!;

  test('give the same facts as Terraform’s outputs', () => {
    expect(grantedByPolicies([s3, kms], agreed.bucket!)).toEqual(agreed.granted);
    expect(urlLifeOf(bucket)).toBe(agreed.urlLife);
    const [trusted] = waysOfTrust(trust);
    expect(ways).toEqual([expect.objectContaining(trusted!)]);
    expect(Object.keys(trusted!).length).toBeGreaterThan(1);
  });
});

const allow = (Action: unknown, Resource: unknown, Condition?: object) => ({
  Statement: [{ Effect: 'Allow', Action, Resource, Condition }],
});

describe('a manual change', () => {
  test.each([
    ['a wildcard of actions', allow('s3:*', 'arn:aws:s3:::b/*'), 's3:* '],
    ['another bucket', allow(['s3:GetObject'], 'arn:aws:s3:::other/*'), 'download arn:aws:s3:::other/*'],
    ['one object', allow('s3:GetObject', 'arn:aws:s3:::b/a'), 'download arn:aws:s3:::b/a'],
    ['an action beyond grants', allow('s3:DeleteBucket', 'arn:aws:s3:::b/*'), 's3:DeleteBucket '],
    ['listing without a prefix', allow('s3:ListBucket', 'arn:aws:s3:::b'), 'list '],
    ['listing versions', allow('s3:ListBucketVersions', 'arn:aws:s3:::b'), 'listVersions '],
  ])('%s is reported as more than a grant of a tenant file', (_, policy, granted) => {
    expect(grantedByPolicies([policy], 'b')).toEqual([granted]);
  });

  test('a role that may list and read versions, but not list versions, lacks a permission', () => {
    const grants = [{ actions: ['list', 'downloadVersion'], prefixes: ['a/'] }];
    const like = { StringLike: { 's3:prefix': ['a/*'] } };
    const policies = [
      allow('s3:ListBucket', 'arn:aws:s3:::b', like),
      allow('s3:GetObjectVersion', 'arn:aws:s3:::b/a/*'),
    ];
    const versions = allow('s3:ListBucketVersions', 'arn:aws:s3:::b', like);
    expect(grantedByPolicies(policies, 'b')).toEqual(['downloadVersion a/', 'list a/']);
    expect(grantedByPolicies([...policies, versions], 'b')).toEqual(grantedBy(grants));
  });

  test('trust without conditions', () => {
    const open = {
      Statement: [{ Principal: { Federated: 'arn:aws:iam::1:oidc-provider/i' }, Condition: {} }],
    };
    const way = { credentials: 'irsa', issuer: 'i', subject: 'anybody’s', audience: 'anybody’s' };
    expect(waysOfTrust(open)).toEqual([way]);
    expect(waysOfTrust({ Statement: [...open.Statement, ...open.Statement] })).toEqual([way, way]);
  });

  test('a bucket that refuses no old signatures', () => {
    expect(urlLifeOf({ Statement: [] })).toBeUndefined();
    expect(urlLifeOf(undefined)).toBeUndefined();
  });
});

describe.runIf(hasStandIn)('the facts of an IAM and an S3', () => {
  const stack = new AsyncDisposableStack();
  let world: ProofWorld;
  beforeAll(async () => {
    world = await createProofWorld(stack);
  });
  afterAll(() => stack.disposeAsync());

  const entry = (role: string) =>
    ({
      account: world.accountB.id,
      bucket: BUCKET,
      region: 'us-east-1',
      credentials: { type: 'web-identity', roleArn: world.accountB.roleArn(role) },
    }) as unknown as TenantEntry;
  const ask = (role: string) =>
    askAws(entry(role), {
      endpoint: world.radosgw.endpoint,
      forcePathStyle: true,
      credentials: world.accountB.administrator,
    });

  test('have trust, session, grants and CORS', async () => {
    const rules = [{ AllowedMethods: ['GET'], AllowedOrigins: ['https://app.example'] }];
    await world.accountB.s3.send(
      new PutBucketCorsCommand({ Bucket: BUCKET, CORSConfiguration: { CORSRules: rules } }),
    );
    const { factSource, notes } = await ask('by-token');
    const { facts } = factSource;
    const subject = `system:serviceaccount:${POD.namespace}:${POD.serviceAccount}`;
    expect(notes).toEqual([]);
    expect(factSource.ways).toEqual([
      { credentials: 'irsa', issuer: world.cluster.name, subject, audience: 'sts.amazonaws.com' },
    ]);
    expect(facts).toMatchObject({
      roleArn: world.accountB.roleArn('by-token'),
      trusted: [`${world.cluster.name} ${subject} sts.amazonaws.com`],
      session: 43_200,
      urlLife: 604_800,
      corsOrigins: ['https://app.example'],
      granted: [
        'delete in/',
        'deleteVersion gone/',
        'download shared/',
        'downloadVersion old/',
        'list old/new/',
        'list shared/',
        'listVersions old/new/',
        'upload in/',
        'upload users/',
      ],
    });
  });

  test('have a note of a revocation, which is no error', async () => {
    const before = Date.parse('2026-01-01T00:00:00Z');
    const policy = { RoleName: 'by-token', PolicyName: POLICY_NAME };
    const PolicyDocument = denyIssuedBefore(before);
    const { facts } = (await ask('by-token')).factSource;
    await world.accountB.iam.send(new PutRolePolicyCommand({ ...policy, PolicyDocument }));
    const { factSource, notes } = await ask('by-token');
    await world.accountB.iam.send(new DeleteRolePolicyCommand(policy));
    expect(factSource.facts).toEqual(facts);
    expect(notes).toEqual([expect.stringContaining('revoked, those from before 2026-01-01T00:00:00Z')]);
  });

  test('can’t be read if the role does not exist', async () => {
    await expect(ask('missing-role')).rejects.toThrow();
  });
});
