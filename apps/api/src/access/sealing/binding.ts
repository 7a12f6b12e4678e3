import { hash } from 'node:crypto';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { TenantAccess } from '../authorization/tenant-access.js';
import { isOfPreviousRelease } from './previous-release.js';
import type { Seal } from './seal.js';

/**
 * Returns the digest to which a seal is bound besides tenant and subject: the issuer's name, URL and audience, and the
 * bucket with its location. A seal is therefore invalid for another provider under the same name, and for another
 * deployment with the same sealing keys and the same tenant id.
 */
export function bindingOf({ caller: { issuerId }, tenant: { entry } }: TenantAccess): string {
  return hash('sha256', JSON.stringify([issuerId, entry.bucket, entry.endpoint ?? null]), 'base64url');
}

/** Returns whether an opened seal is valid for this caller and tenant, by the current tenant file. */
export const isActive = (seal: Seal, access: TenantAccess): boolean =>
  inactiveReason(seal, access) === undefined;

/** Returns the reason why a seal is not valid; `undefined` if it is valid. */
export function inactiveReason(
  seal: Seal,
  access: TenantAccess,
): 'capability_revoked' | 'capability_bound_elsewhere' | undefined {
  if (isRevoked(seal, access.tenant)) return 'capability_revoked';
  const isBound = seal.bound === bindingOf(access) || isOfPreviousRelease(seal);
  return isBound ? undefined : 'capability_bound_elsewhere';
}

/**
 * Returns whether a seal was revoked. A seal without `iat` may be of any age, so it counts as older than any
 * `sessionsNotBefore`.
 */
const isRevoked = ({ iat }: Seal, { sessionsNotBefore }: Tenant): boolean =>
  sessionsNotBefore !== undefined && (iat === undefined || iat < sessionsNotBefore);
