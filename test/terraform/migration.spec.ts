import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ISSUER, apply, outputsOf } from './support/outputs.js';
import { actionsOf, planned } from './support/plans.js';
import { EXAMPLE, SOURCE, Workspace, hasStandIn } from './support/terraform.js';

/**
 * The parts of a bucket that the module updates: its policy, its lifecycle, and its CORS rules, which expose checksums
 * to pages.
 */
const UPDATED = [
  'aws_s3_bucket_policy',
  'aws_s3_bucket_lifecycle_configuration',
  'aws_s3_bucket_cors_configuration',
];

// Tests docs/runbooks/terraform-layout.md: the migration of states of the root of version 0.2 (test/terraform/states)
// to the three roots. It must create and destroy nothing.

const PAGE = readFileSync('docs/runbooks/terraform-layout.md', 'utf8');
const block = (name: string): string => new RegExp(`^\`\`\`hcl ${name}\n([^]*?)^\`\`\``, 'm').exec(PAGE)![1]!;

interface State {
  readonly resources: readonly {
    readonly module?: string;
    readonly mode: string;
    readonly type: string;
    readonly instances: readonly { readonly attributes: Readonly<Record<string, string>> }[];
  }[];
}

const TENANTS = [
  { tenant: 'team-a', way: 'irsa', base: '222222222222' },
  { tenant: 'team-b', way: 'pod-identity', base: undefined },
  { tenant: 'team-c', way: 'chained', base: '111111111111' },
] as const;

const readJson = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const stateOf = (tenant: string): string => join(import.meta.dirname, 'states', `${tenant}.state.json`);

describe.runIf(hasStandIn).each(TENANTS)('$tenant, by $way', ({ tenant, base }) => {
  let workspace: Workspace;
  const before = stateOf(tenant);
  beforeAll(() => {
    workspace = new Workspace({ keep: true });
    workspace.existing = [before]; // AWS has the resources of the old root
  });
  afterAll(() => workspace.remove());

  const add = (root: string, file: string, edit = (text: string) => text): void =>
    writeFileSync(join(workspace.root, 'examples', root, file), edit(block(`${root}/${file}`)));

  test.runIf(base)('step 1 imports the provider, and changes nothing', async () => {
    const root = 'examples/account-base';
    add('account-base', 'import.tf', (text) => text.replace('222222222222', base!));
    await workspace.init(root);
    const changes = await planned(workspace, root, {
      account_id: base,
      region: 'eu-west-1',
      terraform_role_arn: `arn:aws:iam::${base}:role/terraform`,
      clusters: { platform: { issuer_url: ISSUER } },
    });
    expect(changes).toEqual([
      expect.objectContaining({
        type: 'aws_iam_openid_connect_provider',
        actions: ['no-op'],
        isImport: true,
      }),
    ]);
  });

  test.runIf(tenant !== 'team-a')('step 2 imports the source role, and destroys nothing', async () => {
    const root = 'examples/cluster-account';
    const { resources } = readJson(before) as State;
    const association = resources.find(({ type }) => type === 'aws_eks_pod_identity_association');
    add('cluster-account', 'import.tf', (text) => {
      const named = text.replaceAll('team-b', tenant);
      const id = association?.instances[0]!.attributes['association_id'];
      return id === undefined
        ? named.slice(0, named.lastIndexOf('import {'))
        : named.replace('ASSOCIATION_ID', id);
    });
    await workspace.init(root);
    const { tenants, ...inputs } = readJson(join(SOURCE, 'clusters/platform.tfvars.json')) as {
      tenants: Record<string, object>;
    };
    const all = { ...inputs, tenants: { [tenant]: tenants[tenant] } };
    const changes = await planned(workspace, root, all);
    expect(actionsOf(changes)).toEqual(new Set(['no-op']));
    expect(changes.every(({ isImport }) => isImport)).toBe(true);

    const said = await outputsOf(workspace, root, await apply(workspace, root, all, 'cluster'));
    const { trust } = readJson(join(SOURCE, 'tenants', `${tenant}.tfvars.json`)) as { trust: object };
    for (const [kind, ways] of Object.entries(trust))
      expect((said['trust']!.value as Record<string, object>)[tenant]).toMatchObject({
        [kind]: ways as object,
      });
  });

  test('step 3 forgets what others own now, and destroys nothing', async () => {
    add('tenant', 'migrate.tf');
    await workspace.init(EXAMPLE);
    const inputs = readJson(join(SOURCE, 'tenants', `${tenant}.tfvars.json`)) as object;
    const state = join(workspace.root, 'tenant.state.json');
    copyFileSync(before, state);
    const changes = await planned(workspace, EXAMPLE, inputs, state);
    expect([...actionsOf(changes)].toSorted()).toEqual(['forget', 'no-op', 'update']);
    const of = (action: string) => changes.filter(({ actions }) => actions[0] === action);
    for (const { address } of of('forget'))
      expect(address).toMatch(/^module\.(?:tenants_oidc|clusters_oidc|cluster_role)/);
    for (const { type } of of('update')) expect(UPDATED).toContain(type);

    await apply(workspace, EXAMPLE, inputs, 'tenant');
    const { resources } = readJson(state) as State;
    const modules = resources.filter(({ mode }) => mode === 'managed').map(({ module }) => module);
    expect(new Set(modules)).toEqual(new Set(['module.tenant']));
    writeFileSync(join(workspace.root, EXAMPLE, 'migrate.tf'), ''); // the last step
    const again = await planned(workspace, EXAMPLE, inputs, state);
    expect(actionsOf(again)).toEqual(new Set(['no-op']));
  });
});
