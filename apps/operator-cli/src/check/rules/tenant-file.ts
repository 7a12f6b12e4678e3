import type { TenantEntry } from '#tenant-file';
import { partitionOf } from '../../kustomize/partition.js';
import { inTenants, type Fault, type SourceRule } from '../fault.js';

/** The claim with the namespace in a service account's token. */
const NAMESPACE_CLAIM = '/kubernetes.io/namespace';
/** The audiences of tokens that pods hold for other services, which could use them to call the API. */
const FOREIGN_AUDIENCES = new Set([
  'sts.amazonaws.com',
  'pods.eks.amazonaws.com',
  'https://kubernetes.default.svc',
  'https://kubernetes.default.svc.cluster.local',
]);
const REGION_IN_NAME =
  /(?:^|[.-])((?:us|eu|ap|sa|ca|me|af|il|mx|cn)(?:-gov|-iso[a-z]?)?-(?:north|south|east|west|central)(?:east|west)?-\d)(?=$|[.-])/;

/** Checks what the tenant file says about its surroundings: cluster, namespace and Regions. */
export const tenantFile: SourceRule = function* (subject) {
  const { overlay, tenants, cluster } = subject;
  if (!tenants) return;
  const ownIssuer = cluster?.profile?.issuer;
  const fault = (path: (string | number)[], message: string): Fault => inTenants(subject, path, message);
  const byNamespace = new Set<string>();
  for (const [index, { name, issuer, audience, tenants: pointer }] of tenants.issuers.entries()) {
    if (FOREIGN_AUDIENCES.has(audience) || audience === ownIssuer) {
      yield fault(
        ['issuers', index, 'audience'],
        `“${audience}” is the audience of tokens for another service, whose callers could use them here; name an audience of this deployment’s own, such as tenant-presign/${overlay.name}`,
      );
    }
    if (issuer === ownIssuer && pointer !== NAMESPACE_CLAIM) {
      yield fault(
        ['issuers', index, 'tenants'],
        `tokens of this cluster name their namespace only at ${NAMESPACE_CLAIM}; write that instead of ${pointer}`,
      );
    }
    if (pointer !== NAMESPACE_CLAIM) continue;
    byNamespace.add(name);
    if (ownIssuer !== undefined && issuer !== ownIssuer) {
      yield fault(
        ['issuers', index, 'issuer'],
        `only tokens of ${ownIssuer} (${cluster!.file}) name namespaces of this cluster, and this issuer is ${issuer}; correct one of them`,
      );
    }
  }
  const [only, ...others] = tenants.tenants;
  if (
    only &&
    others.length === 0 &&
    !overlay.isShared &&
    overlay.namespace !== undefined &&
    only.id !== overlay.namespace &&
    only.issuers.some((name) => byNamespace.has(name))
  ) {
    yield fault(
      ['tenants', 0, 'id'],
      `tokens name the tenant by ${NAMESPACE_CLAIM}, so its id must be the name of its namespace, ${overlay.namespace}, and not ${only.id}`,
    );
  }
  for (const [index, tenant] of tenants.tenants.entries()) {
    for (const [field, message] of regionsOf(tenant)) yield fault(['tenants', index, ...field], message);
  }
};

function* regionsOf({ region, bucket, endpoint, credentials }: TenantEntry): Iterable<[string[], string]> {
  if (endpoint !== undefined) return; // the store is not AWS's
  const elsewhere = (what: string, other: string) =>
    `${what} is in ${other}, and the tenant’s region is ${region}; bucket, key and URLs must be of one region`;
  const [, , , arnRegion] = bucket.split(':');
  const named = arnRegion ?? REGION_IN_NAME.exec(bucket)?.[1];
  if (named !== undefined && named !== '' && named !== region)
    yield [['bucket'], elsewhere(`by its name, ${bucket}`, named)];
  const partition = 'roleArn' in credentials ? credentials.roleArn?.split(':')[1] : undefined;
  if (partition !== undefined && partition !== partitionOf(region)) {
    yield [
      ['credentials', 'roleArn'],
      `a role of partition ${partition} can’t be used in ${region}, which is in partition ${partitionOf(region)}`,
    ];
  }
}
