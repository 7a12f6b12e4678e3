import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { isAllowed } from '../../apps/operator-cli/src/commands/test-aws/accounts.js';
import { ClusterSide } from '../../apps/operator-cli/src/commands/test-aws/cluster-side.js';
import type { EksAccounts } from '../../apps/operator-cli/src/commands/test-aws/eks-accounts.js';
import { EksCloud } from '../../apps/operator-cli/src/commands/test-aws/eks-cloud.js';
import { runJourney } from '../../apps/operator-cli/src/commands/test-aws/journey.js';
import { readOptions } from '../../apps/operator-cli/src/commands/test-aws/options.js';
import { PREFIX, RUN_TAG, namesOf } from '../../apps/operator-cli/src/commands/test-aws/root.js';
import {
  POLICY_NAME,
  denyIssuedBefore,
  secondAfter,
} from '../../apps/operator-cli/src/commands/tenant-revoke/revocation.js';
import { contextOf } from '../../apps/operator-cli/testing/run-captured.js';
import { becomeByToken } from '../terraform/support/sessions.js';
import { createTenantAccount, type TenantAccount } from './support/account.js';
import { Kubectl } from './support/kubectl.js';
import { Operator } from './support/operator.js';
import { OperatorWorkspace } from './support/operator-workspace.js';
import { addSurroundings } from './support/test-overlay.js';

// Rehearses npm run test:aws -- --target eks without AWS. The command itself does the steps on the cluster, on a real
// API server.

const cluster = inject('cluster');
const ACCOUNT_A = '111111111111';

/** The accounts of the rehearsal, with account B on Ceph's gateway. */
class RehearsedAccounts implements EksAccounts {
  readonly applying =
    'Rehearsal: a program puts policies of module tenant on Ceph’s gateway; kubectl applies the overlay that tenant:new writes to a Kubernetes of one node.';
  readonly notShown = [
    'the AWS provider, EKS and its webhook, IAM and S3: substitutes take their place',
    'Terraform: test/terraform/journey-eks.spec.ts evaluates its root',
  ];
  issuer = cluster.issuer;
  readonly done: string[] = [];

  constructor(
    readonly folder: string,
    private readonly tenant: TenantAccount,
  ) {}

  id(index: 0 | 1): Promise<string> {
    return Promise.resolve(index === 0 ? ACCOUNT_A : this.tenant.account.id);
  }

  issuerOf(): Promise<string> {
    return Promise.resolve(this.issuer);
  }

  existing(): Promise<readonly string[]> {
    return Promise.resolve([]);
  }

  apply(): Promise<string> {
    this.done.push('apply');
    const { account, bucket, roleArn } = this.tenant;
    const outputs = {
      account: account.id,
      bucket,
      region: 'eu-west-1',
      role_arn: roleArn,
      credentials: 'irsa',
      agreement: { grants: [{ actions: ['upload', 'download'], prefixes: [PREFIX] }] },
    };
    const inTerraformsWords = Object.entries(outputs).map(([name, value]) => [name, { value }]);
    return Promise.resolve(JSON.stringify(Object.fromEntries(inTerraformsWords)));
  }

  becomesTenant(token: string): Promise<boolean> {
    return isAllowed(() => becomeByToken(this.tenant.account.endpoint, this.tenant.roleArn, token));
  }

  async revoke(): Promise<void> {
    const RoleName = this.tenant.roleArn.slice(this.tenant.roleArn.lastIndexOf('/') + 1);
    const PolicyDocument = denyIssuedBefore(secondAfter(Date.now()));
    await this.tenant.account.iam.send(
      new PutRolePolicyCommand({ RoleName, PolicyName: POLICY_NAME, PolicyDocument }),
    );
  }

  destroy(): Promise<void> {
    this.done.push('destroy');
    return Promise.resolve();
  }
}

describe('npm run test:aws on EKS, rehearsed', () => {
  const kubectl = new Kubectl(cluster.kubectl);
  let operator: Operator;
  let workspace: OperatorWorkspace;
  beforeAll(async () => {
    operator = await Operator.at(cluster);
    workspace = await OperatorWorkspace.make(cluster);
  });
  afterAll(async () => {
    await workspace?.[Symbol.asyncDispose]();
    await operator?.[Symbol.asyncDispose]();
  });

  let runs = 0;
  async function rehearse(
    change: (accounts: RehearsedAccounts, namespace: string) => unknown = () => {},
    ...args: readonly string[]
  ) {
    const run = `tp-${String(Date.now() + runs++).slice(-8)}`;
    const folder = await mkdtemp(join(tmpdir(), 'journey-'));
    try {
      const tenant = await createTenantAccount(cluster, { tenant: run });
      const accounts = new RehearsedAccounts(folder, tenant);
      await change(accounts, run);
      const given = ['--accounts', `${ACCOUNT_A},${tenant.account.id}`, '--profiles', 'a,b', '--yes'];
      const options = readOptions(
        [...given, '--target', 'eks', '--cluster', 'blue', ...args.map((arg) => arg.replace('RUN', run))],
        () => run,
      );
      const context = contextOf({ env: operator.env, layout: workspace.layout });
      const side = new ClusterSide(run, options.cluster!, folder, context, (overlay) =>
        here(overlay, tenant),
      );
      const silent = { say: () => {}, ask: () => Promise.resolve(false) };
      const report = await runJourney(options, new EksCloud(options, accounts, side), silent, 20_000);
      return { run, accounts, report };
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  /** Adapts an overlay to this machine's replacements for EKS and AWS. */
  async function here(overlay: string, { account }: TenantAccount): Promise<void> {
    const path = join(overlay, 'tenants.yaml');
    const file = parse(await readFile(path, 'utf8')) as { tenants: object[] };
    const places = {
      endpoint: cluster.aws.endpoint,
      publicEndpoint: account.endpoint, // the endpoint on this machine
      forcePathStyle: true,
    };
    const tenants = file.tenants.map((tenant) => ({ ...tenant, ...places }));
    await writeFile(path, stringify({ ...file, tenants }));
    await addSurroundings(overlay, cluster);
  }

  const labelOf = async (namespace: string): Promise<string> =>
    kubectl.run([
      'get',
      'namespace',
      namespace,
      '--ignore-not-found',
      '-o',
      `jsonpath={.metadata.labels.${RUN_TAG}}{.metadata.name}`,
    ]);

  it('goes all the way, and leaves no namespace', { timeout: 180_000 }, async () => {
    const { run, accounts, report } = await rehearse();
    expect(report.failure).toBeUndefined();
    expect(report.shown).toEqual([
      'both accounts were applied',
      'an object was put by a signed URL',
      'it was fetched by a signed URL, unchanged',
      'no token, a key outside the grants and another tenant were refused',
      'S3 refused a changed URL, and an upload without its signed header',
      'the API refused a token of the caller for another audience',
      'STS gave the role to service account tenant-presign, and refused another one and another audience',
      'a live URL was refused after its session was revoked',
      'everything of the run was destroyed',
    ]);
    expect(report.applying).toContain('Rehearsal');
    expect(accounts.done).toEqual(['apply', 'destroy']);
    expect(await labelOf(namesOf(run).tenant)).toBe('');
  });

  it('sees a role that trusts any service account, and destroys', { timeout: 180_000 }, async () => {
    const { run, accounts, report } = await rehearse((each) => {
      each.becomesTenant = () => Promise.resolve(true);
    });
    expect(report).toMatchObject({
      failure: `STS accepts a token of service account tenant-presign for tenant-presign/${run}`,
      isCleanedUp: true,
    });
    expect(accounts.done).toEqual(['apply', 'destroy']);
    expect(await labelOf(run)).toBe('');
  });

  it('changes nothing where the namespace exists, or kubectl leads to another cluster', async () => {
    const existing = await rehearse((_, namespace) => kubectl.run(['create', 'namespace', namespace]));
    expect(existing.report.failure).toBe(`namespace ${existing.run} exists already. Run the command again: it chooses another id. Nothing was changed.`); // prettier-ignore
    const elsewhere = await rehearse((each) => {
      each.issuer = 'https://oidc.eks.eu-west-1.amazonaws.com/id/GREEN';
    });
    expect(elsewhere.report.failure).toMatch(/^The issuer of cluster blue of account 111111111111 is .*GREEN, and the profile of blue says .* Nothing was changed\.$/); // prettier-ignore
    for (const { accounts } of [existing, elsewhere]) expect(accounts.done).toEqual([]);
    expect(await labelOf(existing.run)).toBe(existing.run);
    await kubectl.run(['delete', 'namespace', existing.run, '--wait=false']);
  });

  it('destroys no namespace without its label, and says how to repeat it', async () => {
    const { run, accounts, report } = await rehearse(
      (_, namespace) => kubectl.run(['create', 'namespace', namespace]),
      '--destroy',
      'RUN',
    );
    expect(report).toMatchObject({ isCleanedUp: false });
    expect(report.failure).toMatch(/has no label tenant-presign-run of this run, and was not deleted.*--target eks --cluster blue --destroy tp-/s); // prettier-ignore
    expect(accounts.done).toEqual([]);
    expect(await labelOf(run)).toBe(run);
    await kubectl.run(['delete', 'namespace', run, '--wait=false']);
  });
});
