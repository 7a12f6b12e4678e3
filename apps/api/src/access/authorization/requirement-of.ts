import type { Action } from '#tenant-file';
import { accessDenied, type ApiError } from '../../platform/problems/api-error.js';
import type { Requirement } from '../../platform/problems/requirement.js';
import type { Permit } from '../../tenancy/grants/grants.js';
import type { TenantAccess } from './tenant-access.js';

/**
 * Returns the refusal of an action on a key, for a caller who may act for the tenant.
 *
 * @param key as the caller named it
 * @param permit the permission that was checked, if it is not the action itself
 */
export const noGrant = (
  access: TenantAccess,
  action: Action,
  key: string,
  permit: Permit = action,
): ApiError =>
  accessDenied(
    { reason: permit === 'keyPrefixForm' ? 'no_grant_for_prefix_forms' : 'no_grant', action, key },
    requirementOf(access, action, permit),
  );

/**
 * Returns the missing grant. A holder of a capability does not receive it, because the grants belong to the caller who
 * created the session.
 */
function requirementOf(
  { tenant, caller, session, expanded }: TenantAccess,
  action: Action,
  permit: Permit,
): Requirement | undefined {
  if (session !== undefined || expanded?.hasTold(permit)) return undefined;
  return { action, prefixes: tenant.grants.somePrefixes(caller, permit) };
}
