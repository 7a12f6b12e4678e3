import { hash } from 'node:crypto';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { TenantAccess } from '../authorization/tenant-access.js';
import { isOfPreviousRelease } from './previous-release.js';
import type { Seal } from './seal.js';

/**
 * Digest of what a seal is bound to beside tenant and subject: the issuer by name, URL and audience, and the bucket where
 * it is. So another provider under the same name inherits nothing, and neither does another deployment that has the same
 * sealing keys and calls its tenant the same.
 */
export function bindingOf({ caller: { issuerId }, tenant: { entry } }: TenantAccess): string {
  return hash('sha256', JSON.stringify([issuerId, entry.bucket, entry.endpoint ?? null]), 'base64url');
}

/** Returns whether a seal that opened counts for this caller and tenant, as the tenant file has them now. */
export const isActive = (seal: Seal, access: TenantAccess): boolean =>
  inactiveReason(seal, access) === undefined;

/** Returns why it does not; `undefined` where it does. */
export function inactiveReason(
  seal: Seal,
  access: TenantAccess,
): 'capability_revoked' | 'capability_bound_elsewhere' | undefined {
  if (isRevoked(seal, access.tenant)) return 'capability_revoked';
  const isBound = seal.bound === bindingOf(access) || isOfPreviousRelease(seal);
  return isBound ? undefined : 'capability_bound_elsewhere';
}

/** A seal without `iat` may be of any age, so it is older than any `sessionsNotBefore`. */
const isRevoked = ({ iat }: Seal, { sessionsNotBefore }: Tenant): boolean =>
  sessionsNotBefore !== undefined && (iat === undefined || iat < sessionsNotBefore);
