import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AccountB } from '../../support/clients/account-b.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import { Radosgw } from '../../support/processes/radosgw.js';
import type { Policy } from './outputs.js';
import { Workspace, literal } from './terraform.js';

// Two accounts on radosgw, with the roles and policies that OpenTofu rendered for them.

export const POD = { namespace: 'team-a', serviceAccount: 'tenant-presign' };
export const BUCKET = 'team-a-files';
export const EXTERNAL_ID = 'tenant-presign/team-a';
const SOURCE_ROLE = 'team-a-presign-source';
/** The tenant's pods on the second cluster. */
export const GREEN_POD = { ...POD, namespace: 'team-a-green' };
const ASSOCIATED_ROLE = 'team-a-associated';

export const GRANTS = [
  { actions: ['download', 'list'], prefixes: ['shared/'] },
  { actions: ['upload'], prefixes: ['users/${sub}/'] },
  { actions: ['upload', 'delete'], prefixes: ['in/'] },
  { actions: ['downloadVersion'], prefixes: ['old/'] },
  { actions: ['list'], prefixes: ['old/new/'] },
  { actions: ['deleteVersion'], prefixes: ['gone/'] },
] as const;

/**
 * The tenant's role that is assumed with a token of one cluster (`irsa`), with tokens of two clusters (`blueGreen`),
 * through the source role of the cluster's account (`chained`), or through the source role, an association or a token
 * (`many`). The last two are roles of the cluster's account: the source role, and the role of the association.
 */
const ROLES = ['irsa', 'blueGreen', 'chained', 'many', 'source', 'associated'] as const;
type RoleName = (typeof ROLES)[number];
type Rendered = Readonly<Record<RoleName, Readonly<Record<string, Policy>>>>;

export interface ProofWorld {
  readonly radosgw: Radosgw;
  readonly cluster: ClusterIssuer;
  readonly green: ClusterIssuer;
  readonly stranger: ClusterIssuer;
  readonly accountA: AccountB;
  readonly accountB: AccountB;
  readonly roles: Readonly<Record<RoleName, string>>;
  readonly rendered: Rendered;
}

export async function createProofWorld(stack: AsyncDisposableStack): Promise<ProofWorld> {
  const radosgw = await Radosgw.start();
  stack.defer(() => radosgw.stop());
  const cluster = stack.use(await ClusterIssuer.start());
  const green = stack.use(await ClusterIssuer.start());
  const stranger = stack.use(await ClusterIssuer.start());
  const [accountA, accountB] = await Promise.all([AccountB.create(radosgw), AccountB.create(radosgw)]);
  await Promise.all([
    accountA.addProvider(cluster),
    accountB.addProvider(cluster),
    accountB.addProvider(green),
  ]);
  await accountB.createBucket(BUCKET);
  const rendered = await renderFor(accountA, accountB, cluster, green);
  const { irsa, blueGreen, chained, many, source, associated } = rendered;
  const roles = {
    irsa: await accountB.createRole('by-token', irsa['trust']!, irsa['s3']),
    blueGreen: await accountB.createRole('blue-green', blueGreen['trust']!, blueGreen['s3']),
    source: await accountA.createRole(SOURCE_ROLE, source['trust']!, ofAnyAccount(source['permissions']!)),
    // radosgw has no pods.eks.amazonaws.com. On EKS the agent gives a session of this role; here a token does.
    associated: await accountA.createRole(
      ASSOCIATED_ROLE,
      source['trust']!,
      ofAnyAccount(associated['permissions']!),
    ),
    chained: await accountB.createRole('chained', withoutExternalId(chained['trust']!), chained['s3']),
    many: await accountB.createRole('many', withoutExternalId(many['trust']!), many['s3']),
  };
  return { radosgw, cluster, green, stranger, accountA, accountB, roles, rendered };
}

const provider = (alias: string, { id }: AccountB) => ({
  alias,
  region: 'us-east-1',
  assume_role: [{ role_arn: `arn:aws:iam::${id}:role/terraform` }],
});

const oidc = ({ id }: AccountB, { name }: ClusterIssuer): string =>
  `arn:aws:iam::${id}:oidc-provider/${name}`;

/**
 * Renders the policies: applies a root with both accounts with the substitute of the AWS provider. The modules are
 * those of the checkout.
 */
async function renderFor(
  accountA: AccountB,
  accountB: AccountB,
  cluster: ClusterIssuer,
  green: ClusterIssuer,
): Promise<Rendered> {
  const blue = { provider_arn: oidc(accountB, cluster) };
  const hub = { source_role_arn: accountA.roleArn(SOURCE_ROLE), external_id: EXTERNAL_ID };
  const association = { source_role_arn: accountA.roleArn(ASSOCIATED_ROLE), external_id: 'from-eks' };
  const tenant = (trust: object) => ({
    source: '../modules/tenant',
    providers: { aws: 'aws.b' },
    name: 'team-a',
    account_id: accountB.id,
    bucket_name: BUCKET,
    encryption: { type: 'sse-s3' },
    grants: literal(GRANTS),
    trust,
  });
  const root = {
    provider: { aws: [provider('a', accountA), provider('b', accountB)] },
    module: {
      irsa: tenant({ issuers: { blue } }),
      blueGreen: tenant({
        issuers: {
          blue,
          green: { provider_arn: oidc(accountB, green), namespace: GREEN_POD.namespace },
        },
      }),
      chained: tenant({ chains: { hub } }),
      many: tenant({ issuers: { blue }, associations: { blue: association }, chains: { hub } }),
      source: {
        source: '../modules/cluster-role',
        providers: { aws: 'aws.a' },
        name: SOURCE_ROLE,
        namespace: POD.namespace,
        issuers: { blue: { provider_arn: oidc(accountA, cluster) } },
        target_role_arns: [accountB.roleArn('chained'), accountB.roleArn('many')],
      },
      associated: {
        source: '../modules/cluster-role',
        providers: { aws: 'aws.a' },
        name: ASSOCIATED_ROLE,
        namespace: POD.namespace,
        associations: { blue: { cluster_name: 'blue' } },
        target_role_arns: [accountB.roleArn('many')],
      },
    },
    output: Object.fromEntries(ROLES.map((each) => [each, { value: `\${module.${each}.policies}` }])),
  };
  const workspace = new Workspace({ keep: true });
  try {
    mkdirSync(join(workspace.root, 'proof'));
    writeFileSync(join(workspace.root, 'proof/main.tf.json'), JSON.stringify(root));
    await workspace.init('proof');
    await workspace.succeed('proof', 'apply', '-auto-approve', '-input=false', '-no-color');
    const outputs = JSON.parse(await workspace.succeed('proof', 'output', '-json')) as Record<
      string,
      { value: Record<string, string | null> }
    >;
    return Object.fromEntries(
      Object.entries(outputs).map(([role, { value }]) => [
        role,
        Object.fromEntries(
          Object.entries(value).map(([document, text]) => [document, JSON.parse(text ?? 'null') as Policy]),
        ),
      ]),
    ) as unknown as Rendered;
  } finally {
    workspace.remove();
  }
}

/**
 * Removes the condition on sts:ExternalId, which radosgw doesn't know. policies.spec.ts tests that the policy has it.
 */
const withoutExternalId = ({ Version, Statement }: Policy): object => ({
  Version,
  Statement: Statement.map((statement) =>
    statement.Action === 'sts:AssumeRoleWithWebIdentity' ? statement : { ...statement, Condition: undefined },
  ),
});

/**
 * Returns the policy for resources of any account, since radosgw accepts no policy that names a resource of another
 * account.
 */
export const ofAnyAccount = (policy: Policy): object =>
  JSON.parse(JSON.stringify(policy).replaceAll(/arn:aws:iam::\d{12}:role/g, 'arn:aws:iam::*:role')) as object;
