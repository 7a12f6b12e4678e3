import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { applyExample, initTenant, policiesOf, type Outputs } from './support/outputs.js';
import { render } from './support/policy-templates.js';
import { SOURCE, Workspace, hasStandIn } from './support/terraform.js';

// Tests that OpenTofu renders policies/*.json.tftpl in the same way as a simple replacement of the placeholders.

const TENANTS = ['team-a', 'team-b', 'team-c'] as const;
const inputsOf = (tenant: string): object =>
  JSON.parse(readFileSync(join(SOURCE, 'tenants', `${tenant}.tfvars.json`), 'utf8')) as object;

const objects = (...prefixes: string[]) => ({
  account: '222222222222',
  objects: prefixes.map((prefix) => `arn:aws:s3:::team-a-files/${prefix}*`),
});

describe.runIf(hasStandIn)('policies', () => {
  let workspace: Workspace;
  const outputs: Record<string, Outputs> = {};

  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    await initTenant(workspace);
    for (const tenant of TENANTS) outputs[tenant] = await applyExample(workspace, inputsOf(tenant), tenant);
  });
  afterAll(() => workspace.remove());

  const of = (tenant: (typeof TENANTS)[number]) => policiesOf(outputs[tenant]!);

  test('of team-a: a token’s subject and audience; five actions, each under its prefixes', () => {
    const { trust, s3, kms } = of('team-a');
    const issuer = 'oidc.eks.eu-west-1.amazonaws.com/id/7A1C90D2E45B4F6680B3D9E2C5F1A847';
    expect(trust.Statement).toEqual([
      render('tenant', 'trust-irsa', {
        number: '',
        issuer,
        provider_arn: `arn:aws:iam::222222222222:oidc-provider/${issuer}`,
        subject: 'system:serviceaccount:team-a:tenant-presign',
        audience: 'sts.amazonaws.com',
      }),
    ]);
    expect(s3.Statement).toEqual([
      render('tenant', 'delete', objects('users/')),
      render('tenant', 'download', objects('shared/', 'app/', 'users/')),
      render('tenant', 'upload', objects('app/', 'users/')),
      render('tenant', 'upload-tags', objects('app/', 'users/')),
      render('tenant', 'list', {
        account: '222222222222',
        bucket_arn: 'arn:aws:s3:::team-a-files',
        prefixes: ['shared/*', 'app/*'],
      }),
    ]);
    expect(kms).toBeNull();
  });

  test('of team-b: versions may be listed where they may be read', () => {
    const values = {
      account: '333333333333',
      bucket_arn: `arn:aws:s3:::${outputs['team-b']!['bucket']!.value as string}`,
    };
    expect(of('team-b').s3.Statement.slice(-2)).toEqual([
      render('tenant', 'list-everything', values),
      render('tenant', 'list-versions-everything', values),
    ]);
  });

  test('of team-b: the external id that EKS says; a key through S3 only, in a document of its own', () => {
    const { trust, kms } = of('team-b');
    expect(trust.Statement).toEqual([
      render('tenant', 'trust-role', {
        number: '',
        source_role_arn: 'arn:aws:iam::111111111111:role/team-b-presign-source',
        external_id: 'made-up-external-id',
        actions: ['sts:AssumeRole', 'sts:TagSession'],
      }),
    ]);
    expect(kms).toEqual(
      render('tenant', 'kms', {
        account: '333333333333',
        actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
        key_arn: 'arn:aws:kms:eu-central-1:333333333333:key/0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4',
        region: 'eu-central-1',
        dns_suffix: 'amazonaws.com',
      }),
    );
  });

  test('of team-c: its source role, and the external id of the tenant file', () => {
    expect(of('team-c').trust.Statement).toEqual([
      render('tenant', 'trust-role', {
        number: '',
        source_role_arn: 'arn:aws:iam::111111111111:role/team-c-presign-source',
        external_id: 'tenant-presign/team-c',
        actions: ['sts:AssumeRole', 'sts:TagSession'],
      }),
    ]);
  });

  test('of team-c with attribution: its role lets the source role say whom a session is for', async () => {
    const given = inputsOf('team-c') as { trust: { chains: { platform: object } } };
    const platform = { ...given.trust.chains.platform, source_identity: true };
    const inputs = { ...given, trust: { chains: { platform } } };
    const { trust } = policiesOf(await applyExample(workspace, inputs, 'attributed'));
    const actions = ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity'];
    expect(trust.Statement[0]!.Action).toEqual(actions);
  });

  test.each(TENANTS)('of %s: each bucket refuses the same', (tenant) => {
    const bucket = outputs[tenant]!['bucket']!.value as string;
    const key = outputs[tenant]!['kms_key_arn']?.value;
    const values = { bucket_arn: `arn:aws:s3:::${bucket}`, signature_age: '3600000', key_arn: key };
    expect(of(tenant).bucket.Statement).toEqual(
      [
        'without-tls',
        'old-tls',
        'old-signature',
        'signature-version',
        ...(key === undefined ? [] : ['other-key', 'downgrade']),
      ].map((name) => render('tenant', `bucket-${name}`, values)),
    );
  });

  test.each(TENANTS)(
    'of %s: every Allow on S3 is for the tenant’s account, and for no wildcard of actions',
    (tenant) => {
      const account = outputs[tenant]!['account']!.value;
      for (const { Effect, Action, Condition } of of(tenant).s3.Statement) {
        expect(Effect).toBe('Allow');
        expect(Condition).toMatchObject({ StringEqualsIfExists: { 'aws:ResourceAccount': account } });
        expect(JSON.stringify(Action)).not.toContain('*');
      }
    },
  );
});

test('every template is used by its module', () => {
  for (const module of ['tenant', 'cluster-role', 'account-logs', 'lambda']) {
    const folder = join(SOURCE, 'modules', module);
    const source = readdirSync(folder)
      .filter((name) => name.endsWith('.tf'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('');
    const names = readdirSync(join(folder, 'policies')).map((name) => name.replace('.json.tftpl', ''));
    const unused = names.filter((name) => !source.includes(name.replace(/^(?:bucket|trust)-/, '')));
    expect(unused).toEqual([]);
  }
});
