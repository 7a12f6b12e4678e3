import type { TenantEntry } from '#tenant-file';
import type { Subject } from '../check/fault.js';
import { innermost } from '../check/innermost.js';
import { locate, type Place } from '../check/locate.js';
import { get, text } from '../kustomize/data.js';
import { POD_SPEC } from '../kustomize/rendering.js';
import type { Path } from '../kustomize/source-file.js';
import type { FactName, Facts } from './facts.js';
import { grantedBy } from './granted.js';
import { limitedTo } from './limited.js';
import type { FactSource } from './fact-source.js';

/** The annotation with the token's audience; see EKS, "Configure the pod identity webhook". */
const AUDIENCE = 'eks.amazonaws.com/audience';
const DEFAULT_AUDIENCE = 'sts.amazonaws.com';
/** The length of a session if the tenant file has none, in seconds. */
const DEFAULT_SESSION = 3600;
const DEFAULT_URL_LIFE = 3600;

/**
 * Returns the facts about a tenant from tenant file, overlay and cluster.
 *
 * @param index the position of the tenant in the file
 */
export function tenantSide(subject: Subject, tenant: TenantEntry, index: number): FactSource {
  const { overlay, cluster } = subject;
  const { credentials } = tenant;
  const way = wayOf(tenant);
  const byToken = innermost(credentials).type === 'web-identity';
  const account = serviceAccount(subject);
  const pods =
    account && `system:serviceaccount:${account.metadata.namespace ?? ''}:${account.metadata.name}`;
  const facts: Facts = {
    name: tenant.id,
    bucket: tenant.bucket,
    region: tenant.region,
    session: ('durationSeconds' in credentials && credentials.durationSeconds) || DEFAULT_SESSION,
    urlLife: tenant.limits?.maxExpiresIn ?? DEFAULT_URL_LIFE,
    corsOrigins: (tenant.cors?.origins ?? []).toSorted(),
    granted: grantedBy(tenant.grants, tenant.keyPrefix),
    limited: limitedTo(tenant.grants),
    ...(tenant.account !== undefined && { account: tenant.account }),
    ...(way !== undefined && { credentials: way }),
    ...('roleArn' in credentials && credentials.roleArn !== undefined && { roleArn: credentials.roleArn }),
    ...(credentials.type === 'assume-role' && {
      externalId: credentials.externalId ?? 'none',
      sourceIdentity: tenant.attribution !== undefined,
      ...('roleArn' in credentials.source && { sourceRoleArn: credentials.source.roleArn ?? 'none' }),
    }),
    ...(tenant.encryption && { encryption: tenant.encryption.keyArn ?? tenant.encryption.type }),
    ...(pods !== undefined && { subject: pods }),
    ...(byToken && {
      audience: text(get(account, 'metadata', 'annotations', AUDIENCE)) ?? DEFAULT_AUDIENCE,
      ...(cluster?.profile && { issuer: cluster.profile.issuer.replace('https://', '') }),
    }),
  };
  const place = (path: Path) => nearest(subject, ['tenants', index, ...path]);
  return {
    called: 'the tenant’s side',
    facts,
    placeOf: (fact) => {
      if (fact === 'issuer') return { file: cluster!.path, line: cluster!.source.lineOf(['issuer']) };
      if (fact === 'subject' || fact === 'audience')
        return account ? locate(overlay, account, ['metadata', 'name']) : place([]);
      return place(PATHS[fact]);
    },
  };
}

const PATHS: Record<Exclude<FactName, 'issuer' | 'subject' | 'audience'>, Path> = {
  name: ['id'],
  account: ['account'],
  bucket: ['bucket'],
  region: ['region'],
  credentials: ['credentials', 'type'],
  trusted: ['credentials'],
  roleArn: ['credentials', 'roleArn'],
  sourceRoleArn: ['credentials', 'source', 'roleArn'],
  externalId: ['credentials', 'externalId'],
  sourceIdentity: ['attribution'],
  encryption: ['encryption', 'keyArn'],
  session: ['credentials', 'durationSeconds'],
  urlLife: ['limits', 'maxExpiresIn'],
  corsOrigins: ['cors', 'origins'],
  granted: ['grants'],
  limited: ['grants'],
};

/** Returns the way to the role, in the words of tenant:new; `undefined` for credentials that Terraform doesn't make. */
function wayOf({ credentials }: TenantEntry): string | undefined {
  const ways: Record<string, string> = {
    'web-identity': 'irsa',
    container: 'pod-identity',
    'assume-role': 'chained',
  };
  return ways[credentials.type];
}

/** Returns the service account that pods run as. */
function serviceAccount({ rendering }: Subject) {
  const [workload] = rendering?.workloads ?? [];
  const name = workload && text(get(workload, ...POD_SPEC, 'serviceAccountName'));
  return rendering?.of('ServiceAccount', '').find(({ metadata }) => metadata.name === name);
}

/** Returns the place of a setting, or of the nearest setting above it that exists. */
function nearest({ placeOf }: Subject, path: Path): Place {
  for (let depth = path.length; depth > 2; depth--) {
    const place = placeOf(path.slice(0, depth));
    if (place.line !== undefined) return place;
  }
  return placeOf(path.slice(0, 2));
}
