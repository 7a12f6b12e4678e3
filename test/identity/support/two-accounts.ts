import { AccountB } from '../../support/clients/account-b.js';
import type { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import {
  chainedTrust,
  sourcePermissions,
  permissionsFor,
  podIdentityTrust,
  tenantEntry,
  webIdentityTrust,
} from './policies.js';
import { POD, ROLE, radosgw, store, type Deployable } from './world.js';

// Two ways of using a role of account A between the pod and the tenant's role in account B.

/** The names of docs/identity.md. */
const SOURCE = 'presign-source';
export const PODS = 'presign-pods';

export interface TwoAccounts {
  readonly accountA: AccountB;
  readonly accountB: AccountB;
  readonly team: Deployable;
}

/**
 * The pod assumes a role of account A with its token (IRSA), the source role. The source role assumes the tenant's
 * role.
 */
export interface Chained extends TwoAccounts {
  /** Creates the source role again after it was deleted. */
  readonly createSource: () => Promise<string>;
  readonly deleteSource: () => Promise<void>;
  /** Makes the tenant's role trust only the source role, or the role of this name in account A. */
  readonly trustSource: (name?: string) => Promise<void>;
}

export async function createChained(cluster: ClusterIssuer): Promise<Chained> {
  const [accountA, accountB] = await twoAccounts();
  await accountA.addProvider(cluster);
  const createSource = () =>
    accountA.createRole(
      SOURCE,
      webIdentityTrust({ account: accountA, cluster, ...POD }),
      sourcePermissions(),
    );
  const annotatedRoleArn = await createSource();
  const { policy, externalId } = chainedTrust(accountA);
  const roleArn = await accountB.createRole(ROLE, policy, permissionsFor(BUCKET, accountB));
  const entry = { ...tenantEntry('chained', { accountA, account: accountB, bucket: BUCKET }), ...store() };
  return {
    accountA,
    accountB,
    team: { pod: POD, entry, roleArn, annotatedRoleArn, externalId },
    createSource,
    deleteSource: () => accountA.deleteRole(SOURCE),
    trustSource: (name = SOURCE) => accountB.trust(ROLE, renamed(policy, name)),
  };
}

/**
 * Creates the roles of Pod Identity. EKS assumes a role of account A for the pod, and with it the tenant's role. The
 * agent returns the session of the tenant's role.
 */
export async function createForPodIdentity(): Promise<TwoAccounts> {
  const [accountA, accountB] = await twoAccounts();
  const eks = { Effect: 'Allow', Principal: { AWS: accountA.administratorArn }, Action: ['sts:AssumeRole'] };
  await accountA.createRole(PODS, { Version: '2012-10-17', Statement: [eks] }, sourcePermissions());
  const { policy, externalId } = podIdentityTrust(accountA);
  const roleArn = await accountB.createRole(ROLE, policy, permissionsFor(BUCKET, accountB));
  const entry = { ...tenantEntry('pod-identity', { account: accountB, bucket: BUCKET }), ...store() };
  return { accountA, accountB, team: { pod: POD, entry, roleArn, externalId } };
}

const BUCKET = 'team-a-files';

async function twoAccounts(): Promise<[AccountB, AccountB]> {
  const [accountA, accountB] = await Promise.all([AccountB.create(radosgw), AccountB.create(radosgw)]);
  await accountB.createBucket(BUCKET);
  return [accountA, accountB];
}

const renamed = (policy: object, name: string): object =>
  JSON.parse(JSON.stringify(policy).replaceAll(SOURCE, name)) as object;
