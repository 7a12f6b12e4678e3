import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ISSUER, apply, applyBase } from './support/outputs.js';
import { actionsOf, planned } from './support/plans.js';
import { EXAMPLE, SOURCE, Workspace, hasStandIn } from './support/terraform.js';

// Tests accounts that are not empty: with other tenants, other clusters, or resources of the team.

const ACCOUNT = '222222222222';
const GREEN = 'https://oidc.eks.eu-west-1.amazonaws.com/id/GREEN';
const TEAM_A = JSON.parse(readFileSync(join(SOURCE, 'tenants/team-a.tfvars.json'), 'utf8')) as {
  readonly trust: { readonly issuers: Record<string, object> };
};
const TEAM_X = { ...TEAM_A, name: 'team-x', bucket_name: 'team-x-files' };
const ALL_SETTINGS =
  'access_log cors encryption lifecycle notifications ownership policy public_access_block versioning'.split(
    ' ',
  );
const BLUE = { clusters: { platform: { issuer_url: ISSUER } } };

describe.runIf(hasStandIn)('an account', () => {
  let workspace: Workspace;
  let base: string;
  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    await workspace.init('examples/account-base');
    base = await applyBase(workspace, ACCOUNT, BLUE);
    await workspace.init(EXAMPLE);
  });
  beforeEach(() => {
    workspace.existing = [base];
  });
  afterAll(() => workspace.remove());

  test('takes a second tenant, and the first one’s end takes nothing that the second needs', async () => {
    const first = await apply(workspace, EXAMPLE, TEAM_A, 'first');
    workspace.existing = [...workspace.existing, first];
    await apply(workspace, EXAMPLE, TEAM_X, 'second');

    const inputs = join(workspace.root, 'first.tfvars.json');
    const out = await workspace.succeed(
      EXAMPLE,
      'plan',
      '-destroy',
      '-no-color',
      `-state=${first}`,
      `-var-file=${inputs}`,
    );
    expect(out).toMatch(/0 to add, 0 to change, 1?\d to destroy/);
    expect(out).not.toContain('aws_iam_openid_connect_provider.this');
  });

  test('has one of each name: a tenant of the same bucket, or role, is refused', async () => {
    const first = await apply(workspace, EXAMPLE, TEAM_A, 'one');
    workspace.existing = [...workspace.existing, first];
    const bucket = apply(workspace, EXAMPLE, { ...TEAM_X, bucket_name: 'team-a-files' }, 'same-bucket');
    await expect(bucket).rejects.toThrow(/BucketAlreadyExists: team-a-files/);
    const role = apply(workspace, EXAMPLE, { ...TEAM_X, role_name: 'team-a-presign' }, 'same-role');
    await expect(role).rejects.toThrow(/EntityAlreadyExists: team-a-presign/);
  });

  test('has one provider of an issuer: it is refused a second, and found where it is said to exist', async () => {
    await expect(applyBase(workspace, ACCOUNT, BLUE)).resolves.toBeDefined(); // the same state again
    const other = { clusters: { other: { issuer_url: ISSUER } } };
    const another = new Workspace({ keep: true });
    try {
      another.existing = workspace.existing;
      await another.init('examples/account-base');
      await expect(applyBase(another, ACCOUNT, other)).rejects.toThrow(/EntityAlreadyExists:\s+\S*7A1C90D2/);
      const found = { clusters: { other: { issuer_url: ISSUER, create_provider: false } } };
      await expect(applyBase(another, ACCOUNT, found)).resolves.toBeDefined();
    } finally {
      another.remove();
    }
  });

  test('without account-base is refused a tenant that trusts tokens', async () => {
    workspace.existing = [join(import.meta.dirname, 'states/team-b.state.json')];
    await expect(apply(workspace, EXAMPLE, TEAM_A, 'early')).rejects.toThrow(/NoSuchEntity:\s+\S*7A1C90D2/);
  });

  test('takes a second cluster, which changes the role’s trust and nothing else', async () => {
    const state = await apply(workspace, EXAMPLE, TEAM_A, 'blue');
    const both = { clusters: { ...BLUE.clusters, green: { issuer_url: GREEN } } };
    workspace.existing = [await applyBase(workspace, ACCOUNT, both)];
    const trust = { issuers: { ...TEAM_A.trust.issuers, green: { issuer_url: GREEN } } };
    const changes = await planned(workspace, EXAMPLE, { ...TEAM_A, trust }, state);
    const changed = changes.filter(({ actions }) => actions[0] !== 'no-op');
    expect(changed.map(({ address, actions }) => [address, ...actions])).toEqual([
      ['module.tenant.aws_iam_role.this[0]', 'update'],
    ]);
    expect(JSON.stringify(changed[0]!.after)).toContain('id/GREEN:sub');
    expect(JSON.stringify(changed[0]!.after)).toContain('7A1C90D2E45B4F6680B3D9E2C5F1A847:sub');
  });

  describe('with a bucket that a team brings', () => {
    const BUCKET = 'team-x-files';
    const QUEUE = {
      id: 'theirs',
      queue_arn: `arn:aws:sqs:eu-west-1:${ACCOUNT}:q`,
      events: ['s3:ObjectCreated:*'],
    };
    const inputs = { ...TEAM_X, create_bucket: false, cors_origins: [] };

    const resource = (type: string, attributes: object) => ({
      mode: 'managed',
      type,
      instances: [{ attributes: { id: BUCKET, bucket: BUCKET, region: 'eu-west-1', ...attributes } }],
    });

    beforeEach(() => {
      const resources = [
        resource('aws_s3_bucket', { arn: `arn:aws:s3:::${BUCKET}`, bucket_region: 'eu-west-1' }),
        resource('aws_s3_bucket_notification', {
          eventbridge: false,
          queue: [QUEUE],
          topic: [],
          lambda_function: [],
        }),
        resource('aws_s3_bucket_cors_configuration', {
          cors_rule: [{ id: 'old', allowed_origins: ['https://old.example'], allowed_methods: ['GET'] }],
        }),
      ];
      const theirs = join(workspace.root, 'theirs.state.json');
      writeFileSync(theirs, JSON.stringify({ resources }));
      workspace.existing = [...workspace.existing, theirs];
    });

    test('leaves all of it alone', async () => {
      const changes = await planned(workspace, EXAMPLE, inputs);
      expect(changes.filter(({ type }) => type.startsWith('aws_s3'))).toEqual([]);
      expect(changes.map(({ type }) => type)).toContain('aws_iam_role');
    });

    test('imports each setting that it takes over, and replaces none unseen', async () => {
      const settings = {
        aws_s3_bucket_policy: { policy: '{"Version":"2012-10-17","Statement":[]}' },
        aws_s3_bucket_public_access_block: { block_public_acls: false },
        aws_s3_bucket_ownership_controls: { rule: [{ object_ownership: 'ObjectWriter' }] },
        aws_s3_bucket_versioning: { versioning_configuration: [{ status: 'Suspended' }] },
        aws_s3_bucket_server_side_encryption_configuration: { rule: [] },
        aws_s3_bucket_lifecycle_configuration: { rule: [] },
        aws_s3_bucket_logging: { target_bucket: 'old', target_prefix: '' },
      };
      const resources = Object.entries(settings).map(([type, attributes]) => resource(type, attributes));
      const more = join(workspace.root, 'more.state.json');
      writeFileSync(more, JSON.stringify({ resources }));
      workspace.existing = [...workspace.existing, more];
      const asked = {
        ...inputs,
        eventbridge: true,
        access_log: { bucket: 'logs' },
        cors_origins: ['https://app.example'],
        bucket_settings: [...ALL_SETTINGS],
        import_settings: ['access_log', 'cors', 'lifecycle', 'policy'],
      };
      const changes = await planned(workspace, EXAMPLE, asked);
      const ofBucket = changes.filter(({ type }) => type.startsWith('aws_s3'));
      expect(ofBucket).toHaveLength(ALL_SETTINGS.length);
      expect(ofBucket.filter(({ isImport, actions }) => !isImport || actions[0] === 'create')).toEqual([]);
    });

    test('with a role and a key gets two policies for the role, and nothing else', async () => {
      const signer = join(workspace.root, 'signer.state.json');
      const arn = `arn:aws:iam::${ACCOUNT}:role/signer`;
      const attributes = { id: 'signer', name: 'signer', arn, max_session_duration: 43_200 };
      const resources = [{ mode: 'managed', type: 'aws_iam_role', instances: [{ attributes }] }];
      writeFileSync(signer, JSON.stringify({ resources }));
      workspace.existing = [...workspace.existing, signer];
      const key_arn = `arn:aws:kms:eu-west-1:${ACCOUNT}:key/0b8f6e2a-4c1d-4f57-9a3e-6d2c81f0b9e4`;
      const brought = { create_role: false, role_name: 'signer', encryption: { key_arn } };
      const changes = await planned(workspace, EXAMPLE, { ...inputs, ...brought });
      expect(changes.map(({ type, actions, after }) => [type, ...actions, after!['role']])).toEqual(
        Array.from({ length: 2 }, () => ['aws_iam_role_policy', 'create', 'signer']),
      );
    });

    test('refuses EventBridge without leave to change its notifications', async () => {
      await expect(planned(workspace, EXAMPLE, { ...inputs, eventbridge: true })).rejects.toThrow(
        /eventbridge would replace the\s+notifications/,
      );
    });

    test('takes EventBridge beside its queue', async () => {
      const asked = { ...inputs, eventbridge: true, bucket_settings: ['notifications'] };
      const changes = await planned(workspace, EXAMPLE, asked);
      const [change, ...others] = changes.filter(({ type }) => type.startsWith('aws_s3'));
      expect(others).toEqual([]);
      expect(change).toMatchObject({
        type: 'aws_s3_bucket_notification',
        isImport: true,
        actions: ['update'],
        before: { eventbridge: false, queue: [QUEUE] },
        after: { eventbridge: true, queue: [QUEUE] },
      });
    });

    test('shows what of its CORS would be replaced, and keeps what is named', async () => {
      const asked = {
        ...inputs,
        cors_origins: ['https://app.example'],
        bucket_settings: ['cors'],
        import_settings: ['cors'],
      };
      const change = (await planned(workspace, EXAMPLE, asked)).find(({ type }) => type.startsWith('aws_s3'));
      expect(change).toMatchObject({ isImport: true, actions: ['update'] });
      expect(JSON.stringify(change!.before)).toContain('https://old.example');
      expect(JSON.stringify(change!.after)).not.toContain('https://old.example');
    });
  });

  test('with a role that a team brings: it gets permissions, and keeps its trust', async () => {
    const theirs = join(workspace.root, 'theirs.state.json');
    const attributes = {
      id: 'signer',
      name: 'signer',
      arn: `arn:aws:iam::${ACCOUNT}:role/app/signer`,
      assume_role_policy: '{}',
      max_session_duration: 3600,
    };
    const resources = [{ mode: 'managed', type: 'aws_iam_role', instances: [{ attributes }] }];
    writeFileSync(theirs, JSON.stringify({ resources }));
    workspace.existing = [...workspace.existing, theirs];
    const inputs = { ...TEAM_X, create_role: false, role_name: 'signer' };
    const changes = await planned(workspace, EXAMPLE, inputs);
    expect(changes.filter(({ type }) => type === 'aws_iam_role')).toEqual([]);
    expect(actionsOf(changes)).toEqual(new Set(['create']));
    expect(changes.find(({ type }) => type === 'aws_iam_role_policy')!.after).toMatchObject({
      name: 'team-x-presign-s3',
      role: 'signer',
    });
    await expect(apply(workspace, EXAMPLE, { ...inputs, role_name: 'none' }, 'none')).rejects.toThrow(
      /NoSuchEntity/,
    );
  });
});
