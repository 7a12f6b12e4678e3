import { docBlock } from '../../support/docs/doc-blocks.js';
import type { AccountB, Policy } from '../../support/clients/account-b.js';
import type { ClusterIssuer } from '../../support/fakes/cluster-issuer.js';

// The policies of docs/identity.md, with this test's accounts, names and issuer instead of the examples'.

const PAGE = 'identity.md';
const ISSUER = 'oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE';
const ACCOUNT_A = '111111111111';
const ACCOUNT_B = '222222222222';

export interface WebIdentityTrust {
  readonly account: AccountB;
  readonly cluster: ClusterIssuer;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** Returns a trust policy for a service account's token. */
export const webIdentityTrust = ({ account, cluster, namespace, serviceAccount }: WebIdentityTrust): Policy =>
  docBlock(PAGE, 'irsa/trust-policy.json', {
    [ACCOUNT_B]: account.id,
    [ISSUER]: cluster.name,
    'system:serviceaccount:team-a:tenant-presign': `system:serviceaccount:${namespace}:${serviceAccount}`,
  });

/** Returns the policy of what the tenant's role may do. */
export const permissionsFor = (bucket: string, account: AccountB): Policy =>
  docBlock(PAGE, 'permissions.json', { [ACCOUNT_B]: account.id, 'team-a-files': bucket });

/**
 * A trust policy for another role with an external id. radosgw doesn't know external ids, so that the id is a separate
 * field.
 */
export interface ExternalTrust {
  readonly policy: Policy;
  readonly externalId: string;
}

export const chainedTrust = (accountA: AccountB): ExternalTrust =>
  externalTrust('chained/trust-policy.json', accountA);

export const podIdentityTrust = (accountA: AccountB): ExternalTrust =>
  externalTrust('pod-identity/trust-policy.json', accountA);

export const sourcePermissions = (): Policy => docBlock(PAGE, 'chained/source-permissions.json');

function externalTrust(block: string, accountA: AccountB): ExternalTrust {
  const policy = docBlock(PAGE, block, { [ACCOUNT_A]: accountA.id }) as TrustPolicy;
  const [statement] = policy.Statement;
  const externalId = statement.Condition!.StringEquals['sts:ExternalId']!;
  delete statement.Condition;
  return { policy, externalId };
}

interface TrustPolicy {
  readonly Statement: [{ Condition?: { readonly StringEquals: Readonly<Record<string, string>> } }];
}

/** A tenant of the tenant file. */
export interface TenantEntryOfPage {
  readonly id: string;
  readonly credentials: Readonly<Record<string, unknown>>;
}

export const tenantEntry = (
  way: 'irsa' | 'pod-identity' | 'chained',
  {
    accountA,
    account,
    bucket,
  }: { readonly accountA?: AccountB; readonly account: AccountB; readonly bucket: string },
): TenantEntryOfPage =>
  docBlock(PAGE, `${way}/tenant.yaml`, {
    [ACCOUNT_B]: account.id,
    ...(accountA && { [ACCOUNT_A]: accountA.id }),
    'bucket: team-a-files': `bucket: ${bucket}`,
  }) as TenantEntryOfPage;
