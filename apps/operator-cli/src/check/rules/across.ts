import { get, list, text } from '../../kustomize/data.js';
import { inRendering, inSource, inTenants, type Fault, type Subject } from '../fault.js';

/** A value that only one deployment may have. */
interface Claim {
  readonly what: string;
  readonly why: string;
  readonly value: string;
  readonly place: (message: string) => Fault;
}

/** Finds values that two overlays share although each overlay must have its own. @returns the faults by overlay */
export function across(subjects: readonly Subject[], show: (path: string) => string): Map<string, Fault[]> {
  const claims = subjects.flatMap((subject) =>
    [...claimsOf(subject)].map((claim) => ({ ...claim, subject, overlay: subject.overlay.name })),
  );
  const faults = new Map<string, Fault[]>();
  for (const claim of claims) {
    const other = claims.find(
      (each) =>
        each.what === claim.what &&
        each.value === claim.value &&
        each.overlay !== claim.overlay &&
        !sameTenantElsewhere(each.subject, claim.subject),
    );
    if (!other) continue;
    const { file, line } = other.place('');
    const where = `${show(file)}${line === undefined ? '' : `:${line}`}`;
    const fault = claim.place(
      `${claim.what} “${claim.value}” is also used by ${other.overlay} (${where}): ${claim.why}; give each overlay its own`,
    );
    faults.set(claim.overlay, [...(faults.get(claim.overlay) ?? []), fault]);
  }
  return faults;
}

/**
 * Returns whether both overlays are of one tenant in two clusters. Such overlays share namespace, role and audience.
 */
function sameTenantElsewhere({ overlay: one }: Subject, { overlay: other }: Subject): boolean {
  return one.cluster !== other.cluster && one.namespace !== undefined && one.namespace === other.namespace;
}

function* claimsOf(subject: Subject): Iterable<Claim> {
  const { overlay, tenants, rendering } = subject;
  const seen = new Set<string>();
  for (const [index, { audience }] of tenants?.issuers.entries() ?? []) {
    if (seen.has(audience)) continue;
    seen.add(audience);
    yield {
      what: 'audience',
      why: 'callers of one tenant could call the other with their tokens',
      value: audience,
      place: (message) => inTenants(subject, ['issuers', index, 'audience'], message),
    };
  }
  for (const [index, { credentials }] of tenants?.tenants.entries() ?? []) {
    if (credentials.type !== 'web-identity' && credentials.type !== 'assume-role') continue;
    yield {
      what: 'role',
      why: 'each tenant could reach the other’s bucket',
      value: credentials.roleArn,
      place: (message) => inTenants(subject, ['tenants', index, 'credentials', 'roleArn'], message),
    };
  }
  if (overlay.namespace !== undefined) {
    yield {
      what: 'namespace',
      why: 'one overlay would overwrite the other’s objects',
      value: overlay.namespace,
      place: (message) => inSource(overlay.kustomization, ['namespace'], message),
    };
  }
  for (const route of rendering?.of('HTTPRoute') ?? []) {
    for (const [index, host] of list(get(route, 'spec', 'hostnames')).entries()) {
      yield {
        what: 'hostname',
        why: 'the Gateway would send requests only to the older route',
        value: text(host) ?? '',
        place: (message) => inRendering(subject, route, ['spec', 'hostnames', index], message),
      };
    }
  }
}
