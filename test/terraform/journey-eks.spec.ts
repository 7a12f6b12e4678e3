import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { eksRootOf, type TrustedCluster } from '../../apps/operator-cli/src/commands/test-aws/eks-root.js';
import { readOptions } from '../../apps/operator-cli/src/commands/test-aws/options.js';
import { RUN_TAG, providerArn } from '../../apps/operator-cli/src/commands/test-aws/root.js';
import { TerraformRoot } from '../../apps/operator-cli/src/commands/test-aws/terraform-root.js';
import { Workspace as Overlays } from '../kustomize/support/workspace.js';
import { apply, outputsOf, type Outputs, type Policy } from './support/outputs.js';
import { planned, type Change } from './support/plans.js';
import { SOURCE, Workspace, hasStandIn, tools } from './support/terraform.js';

// Tests the root that npm run test:aws -- --target eks applies in account B. test/kubernetes/test-aws.spec.ts has the
// next steps.

const RUN = 'tp-k3v9x2ab';
const ISSUER = 'https://oidc.eks.eu-west-1.amazonaws.com/id/7A1C90D2E45B4F6680B3D9E2C5F1A847';
const GIVEN = ['--accounts', '111111111111,222222222222', '--profiles', 'a,b', '--target', 'eks'];
const options = (region: string) =>
  readOptions([...GIVEN, '--cluster', 'blue', '--region', region], () => RUN);
const tokensOf = (issuer: string, namespace: string) => ({
  StringEquals: {
    [`${issuer.slice(8)}:sub`]: `system:serviceaccount:${namespace}:tenant-presign`,
    [`${issuer.slice(8)}:aud`]: 'sts.amazonaws.com',
  },
});

const provider = (changes: readonly Change[]) =>
  changes.filter(({ type }) => type === 'aws_iam_openid_connect_provider');

describe.runIf(hasStandIn)('the root of a run on EKS', () => {
  let workspace: Workspace;
  beforeAll(() => {
    workspace = new Workspace({ keep: true });
  });
  afterAll(() => workspace.remove());

  async function root(name: string, region: string, cluster: Partial<TrustedCluster> = {}): Promise<string> {
    const trusted = { name: 'blue', issuer: ISSUER, isKnown: false, ...cluster };
    const text = JSON.stringify(eksRootOf(options(region), '../modules', trusted, () => ({})));
    mkdirSync(join(workspace.root, name), { recursive: true });
    writeFileSync(join(workspace.root, name, 'main.tf.json'), text);
    await workspace.init(name);
    return name;
  }

  test('trusts the service account of the run’s namespace alone, and hands tenant:new what it takes', async () => {
    const name = await root('eks', 'eu-west-1');
    const outputs = await outputsOf(workspace, name, await apply(workspace, name, {}, 'eks'));
    const { trust, s3 } = outputs['tenant_policies']!.value as { trust: string; s3: string };
    expect((JSON.parse(trust) as Policy).Statement).toEqual([
      expect.objectContaining({
        Action: 'sts:AssumeRoleWithWebIdentity',
        Principal: { Federated: providerArn(options('eu-west-1'), ISSUER) },
        Condition: tokensOf(ISSUER, RUN),
      }),
    ]);
    expect(s3).toContain(`arn:aws:s3:::${RUN}-files/journey/*`);

    const overlays = new Overlays();
    overlays.write('outputs.json', JSON.stringify(outputs));
    const args = ['--from-terraform-output', 'outputs.json', '--create-namespace', '--cluster', 'blue'];
    const made = await overlays.new(RUN, ...args);
    expect(made).toMatchObject({ code: 0, err: '' });
    expect(overlays.faults(RUN)).toEqual([]);
  });

  test('tags the provider that it makes, and leaves alone the one that the account has', async () => {
    const name = await root('first', 'eu-west-1');
    const [made, ...others] = provider(await planned(workspace, name, {}));
    expect(made!.after).toMatchObject({ url: ISSUER, tags_all: { [RUN_TAG]: RUN } });
    expect(others).toEqual([]);

    workspace.existing = [await apply(workspace, name, {}, 'first')];
    await expect(apply(workspace, await root('second', 'eu-west-1'), {}, 'x')).rejects.toThrow(
      /EntityAlreadyExists/,
    );
    workspace.existing = [await baseOf(workspace)];
    const known = await root('known', 'eu-west-1', { isKnown: true });
    expect(provider(await planned(workspace, known, {}))).toEqual([]);
  });

  test('is applied and destroyed by the command’s own steps, in a folder of the run', () => {
    const repository = mkdtempSync(join(tmpdir(), 'repository-'));
    onTestFinished(() => rmSync(repository, { recursive: true }));
    cpSync(join(SOURCE, 'modules'), join(repository, 'infra/terraform/modules'), { recursive: true });
    const { program, providerConfig } = tools();
    vi.stubEnv('TF_CLI_CONFIG_FILE', providerConfig);
    onTestFinished(() => void vi.unstubAllEnvs());
    const given = options('eu-west-1');
    const rootOf = (modules: string, providerOf: (index: 0 | 1) => object) =>
      eksRootOf(given, modules, { name: 'blue', issuer: ISSUER, isKnown: false }, providerOf);

    const terraform = new TerraformRoot(given, repository, { TERRAFORM: program });
    expect(terraform.isApplied).toBe(false);
    const outputs = JSON.parse(terraform.apply(rootOf)) as Outputs;
    expect(outputs['role_arn']!.value).toBe(`arn:aws:iam::222222222222:role/${RUN}-presign`);
    expect(terraform.isApplied).toBe(true);
    terraform.destroy();
    expect(existsSync(terraform.folder)).toBe(false);

    const missing = new TerraformRoot(given, repository, { TERRAFORM: 'no-terraform' });
    expect(() => missing.apply(rootOf)).toThrow(/no-terraform can't be run/);
  });

  test.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
  ])('of %s is of partition %s', async (region, partition) => {
    workspace.existing = [];
    const suffix = partition === 'aws-cn' ? '.cn' : '';
    const issuer = `https://oidc.eks.${region}.amazonaws.com${suffix}/id/EXAMPLE`;
    const name = await root(partition, region, { issuer });
    const outputs = await outputsOf(workspace, name, await apply(workspace, name, {}, partition));
    expect(outputs['role_arn']!.value).toBe(`arn:${partition}:iam::222222222222:role/${RUN}-presign`);
    const { trust } = outputs['tenant_policies']!.value as { trust: string };
    expect((JSON.parse(trust) as Policy).Statement).toEqual([
      expect.objectContaining({ Principal: { Federated: providerArn(options(region), issuer) } }),
    ]);
  });
});

/** Creates an account that has the provider, but no resource of a run. Returns its state file. */
async function baseOf(workspace: Workspace): Promise<string> {
  const folder = 'base';
  mkdirSync(join(workspace.root, folder), { recursive: true });
  const module = { provider: { source: '../modules/cluster-oidc-provider', issuer_url: ISSUER } };
  writeFileSync(join(workspace.root, folder, 'main.tf.json'), JSON.stringify({ module }));
  await workspace.init(folder);
  workspace.existing = [];
  return apply(workspace, folder, {}, folder);
}
