import { inject } from 'vitest';
import { AccountB } from '../../support/clients/account-b.js';
import { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';
import type { Pod } from '../../support/fakes/issuer.js';
import { Radosgw } from '../../support/processes/radosgw.js';
import { permissionsFor, tenantEntry, webIdentityTrust, type TenantEntryOfPage } from './policies.js';

export const radosgw = new Radosgw(inject('radosgw'));

/** The role's name in docs/identity.md. */
export const ROLE = 'team-a-presign';
/** The service account that the role of a team trusts. */
export const POD: Pod = { namespace: 'team-a', serviceAccount: 'tenant-presign' };

/** The data of a tenant with which a process of the API is started. */
export interface Deployable {
  readonly pod: Pod;
  /** The tenant in the tenant file, as docs/identity.md shows it. */
  readonly entry: TenantEntryOfPage;
  /** The tenant's role. */
  readonly roleArn: string;
  /** The role in the service account's annotation, if that is another role. */
  readonly annotatedRoleArn?: string;
  /** The external id that the tenant's role requires. */
  readonly externalId?: string;
}

/** A team with an account, a bucket and a role that trusts one service account of the cluster. */
export interface Team extends Deployable {
  readonly account: AccountB;
  readonly bucket: string;
  /** Makes the role trust only this service account. */
  readonly trust: (pod: Pod) => Promise<void>;
  /** Creates the deleted role again. */
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

/**
 * Returns the settings that a tenant on radosgw has in addition to one on AWS.
 *
 * @param endpoint the URL of radosgw, or of a proxy before it
 */
export const store = (endpoint = radosgw.endpoint): object => ({ endpoint, forcePathStyle: true });
