import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { partitionOf } from '../../apps/operator-cli/src/kustomize/partition.js';
import { apply, outputsOf } from './support/outputs.js';
import { planned } from './support/plans.js';
import { MODULES, Workspace, hasStandIn } from './support/terraform.js';

// Tests the conventions of terraform-aws-modules in every module: `create`, `tags`, and the names of outputs.

const TENANT_ROLE = 'arn:aws:iam::222222222222:role/team-a-presign';
const TAGS = { team: 'a' };

/** A call of each module that creates every resource that the module can create. */
const CALLS: Readonly<Record<(typeof MODULES)[number], object>> = {
  tenant: {
    name: 'team-a',
    bucket_name: 'team-a-files',
    trust: { chains: { hub: { source_role_arn: 'arn:aws:iam::111111111111:role/hub', external_id: 'a-b' } } },
    grants: [{ actions: ['download', 'upload'], prefixes: [''] }],
    access_log: { bucket: 'logs' },
    eventbridge: true,
    cors_origins: ['https://app.example'],
  },
  'cluster-role': {
    name: 'source',
    namespace: 'team-a',
    target_role_arns: [TENANT_ROLE],
    associations: { blue: { cluster_name: 'platform' } },
  },
  'hub-role': { tenants: { 'team-a': { role_arn: TENANT_ROLE } }, clusters: { blue: 'platform' } },
  'cluster-oidc-provider': { issuer_url: 'https://oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE' },
  'account-logs': {
    access_log_bucket_name: 'logs',
    trail_bucket_name: 'trail',
    data_event_buckets: ['team-a-files'],
  },
  lambda: {
    name: 'presign',
    image_uri: '111111111111.dkr.ecr.eu-west-1.amazonaws.com/presign:1',
    target_role_arns: [TENANT_ROLE],
    external_id: 'tenant-presign/team-a',
    endpoint: 'http-api',
  },
};

/**
 * The outputs that remain with `create = false`: facts from the provider and from inputs. In outputs that are maps or
 * objects, every member is empty.
 */
const FACTS = 'account region credentials source_role_arn external_id agreement issuer'.split(' ');

/** The usual outputs of each module, besides those that tenant:new reads, which have the words of the tenant file. */
const USUAL = {
  tenant: 's3_bucket_arn iam_role_name kms_key_arn',
  'cluster-role': 'iam_role_arn iam_role_name',
  'hub-role': 'iam_role_arn iam_role_name',
  lambda: 'lambda_function_arn lambda_function_name iam_role_arn iam_role_name cloudwatch_log_group_name',
} as const;

describe.runIf(hasStandIn)('every module', () => {
  let workspace: Workspace;
  beforeAll(async () => {
    workspace = new Workspace({ keep: true });
    await write('all', {});
    await write('none', { create: false });
  });
  afterAll(() => workspace.remove());

  /** Writes a root that calls all modules, for the partition of a Region. @returns its folder */
  async function write(
    root: string,
    inputs: object,
    more: Readonly<Record<string, object>> = {},
    region = 'eu-west-1',
  ): Promise<string> {
    const module = Object.fromEntries(
      Object.entries({ ...CALLS, ...more }).map(([name, call]) => [
        name,
        { source: `../modules/${name.replace(/ .*/, '')}`, tags: TAGS, ...call, ...inputs },
      ]),
    );
    const output = Object.fromEntries(MODULES.map((name) => [name, { value: `\${module.${name}}` }]));
    mkdirSync(join(workspace.root, root), { recursive: true });
    const text = JSON.stringify({ provider: { aws: { region } }, module, output });
    const there = text.replaceAll('arn:aws:', `arn:${partitionOf(region)}:`).replaceAll('eu-west-1', region);
    writeFileSync(join(workspace.root, root, 'main.tf.json'), there);
    await workspace.init(root);
    return root;
  }

  test('puts its tags on all that can have tags', async () => {
    const changes = (await planned(workspace, 'all', {})).filter(({ after }) => after && 'tags' in after);
    for (const { address, after } of changes) expect(after!['tags'], address).toEqual(TAGS);
    const tagged = new Set(changes.map(({ address }) => /^module\.([\w-]+)/.exec(address)![1]));
    expect(tagged).toEqual(new Set(MODULES));
  });

  test('makes nothing with create = false, and its outputs say so', async () => {
    expect(await planned(workspace, 'none', {})).toEqual([]);
    const outputs = await outputsOf(workspace, 'none', await apply(workspace, 'none', {}, 'none'));
    const left = MODULES.flatMap((name) =>
      Object.entries(outputs[name]!.value as Record<string, unknown>)
        .filter(([output, value]) => !FACTS.includes(output) && !isNothing(value))
        .map(([output]) => `${name}.${output}`),
    );
    expect(left).toEqual([]);
  });

  test('looks for nothing that exists with create = false', async () => {
    const brought = { create_bucket: false, create_role: false, create_provider: false };
    const { create_provider, ...ofTenant } = brought;
    const calls = {
      tenant: { ...CALLS.tenant, ...ofTenant, account_id: '999999999999' },
      'cluster-oidc-provider': { ...CALLS['cluster-oidc-provider'], create_provider },
    };
    workspace.existing = [join(import.meta.dirname, 'states/team-b.state.json')]; // the account has none of them
    await write('none', { create: false }, calls);
    await expect(planned(workspace, 'none', {})).resolves.toEqual([]);
    await write('none', {}, { 'cluster-oidc-provider': calls['cluster-oidc-provider'] });
    await expect(planned(workspace, 'none', {})).rejects.toThrow(/NoSuchEntity/);
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
  ])('in %s names nothing of another partition than %s', async (region, partition) => {
    const folder = await write(partition, {}, {}, region);
    const changes = await planned(workspace, folder, {});
    const outputs = await outputsOf(workspace, folder, await apply(workspace, folder, {}, partition));
    const arns = JSON.stringify([changes, outputs]).match(/arn:[\w-]+:/g)!;
    expect(new Set(arns)).toEqual(new Set([`arn:${partition}:`]));
    expect(JSON.stringify(outputs).includes('.amazonaws.com.cn')).toBe(partition === 'aws-cn');
  });

  test('has outputs of the usual names, one for each ARN', async () => {
    workspace.existing = [];
    const outputs = await outputsOf(workspace, 'all', await apply(workspace, 'all', {}, 'all'));
    for (const [name, expected] of Object.entries(USUAL)) {
      const value = outputs[name]!.value as Record<string, unknown>;
      for (const output of expected.split(' ')) expect(value[output], `${name}.${output}`).toMatch(/./);
      const arns = Object.values(value).filter((each) => typeof each === 'string' && each.startsWith('arn:'));
      expect(new Set(arns).size, name).toBe(arns.length);
    }
  });
});

/** Returns whether a value is null, or contains only null. */
function isNothing(value: unknown): boolean {
  return value === null || (typeof value === 'object' && Object.values(value).every(isNothing));
}
