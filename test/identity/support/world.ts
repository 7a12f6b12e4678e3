import { inject } from 'vitest';
import { AccountB } from '../../support/clients/account-b.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import type { Pod } from '../../support/fakes/issuer.js';
import { Radosgw } from '../../support/processes/radosgw.js';
import { permissionsFor, tenantEntry, webIdentityTrust, type TenantEntryOfPage } from './policies.js';

export const radosgw = new Radosgw(inject('radosgw'));

/** The role's name in docs/identity.md. */
export const ROLE = 'team-a-presign';
/** What the role of a team trusts. */
export const POD: Pod = { namespace: 'team-a', serviceAccount: 'tenant-presign' };

/** What a process of ours is started for. */
export interface Deployable {
  readonly pod: Pod;
  /** Of the tenant file, as docs/identity.md shows it. */
  readonly entry: TenantEntryOfPage;
  /** The tenant's role. */
  readonly roleArn: string;
  /** What the service account is annotated with, where that is another role. */
  readonly annotatedRoleArn?: string;
  /** What the tenant's role wants to hear. */
  readonly externalId?: string;
}

/** A team with an account, a bucket and a role that trusts one service account of the cluster. */
export interface Team extends Deployable {
  readonly account: AccountB;
  readonly bucket: string;
  /** From now on the role trusts this service account alone. */
  readonly trust: (pod: Pod) => Promise<void>;
  /** Makes the role that was deleted again. */
  readonly restoreRole: () => Promise<void>;
}

export async function createTeam(cluster: ClusterIssuer, pod: Pod = POD): Promise<Team> {
  const account = await AccountB.create(radosgw);
  const bucket = `${pod.namespace}-files`;
  await account.createBucket(bucket);
  await account.addProvider(cluster);
  const trustIn = (trusted: Pod) => webIdentityTrust({ account, cluster, ...trusted });
  const createRole = () => account.createRole(ROLE, trustIn(pod), permissionsFor(bucket, account));
  return {
    account,
    bucket,
    roleArn: await createRole(),
    pod,
    entry: { ...tenantEntry('irsa', { account, bucket }), ...store() },
    trust: (trusted) => account.trust(ROLE, trustIn(trusted)),
    restoreRole: async () => void (await createRole()),
  };
}

/** What a tenant of radosgw says and one of AWS does not. @param endpoint what stands before it */
export const store = (endpoint = radosgw.endpoint): object => ({ endpoint, forcePathStyle: true });
