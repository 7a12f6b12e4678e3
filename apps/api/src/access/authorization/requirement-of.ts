import type { Action } from '#tenant-file';
import { accessDenied, type ApiError } from '../../platform/problems/api-error.js';
import type { Requirement } from '../../platform/problems/requirement.js';
import type { Permit } from '../../tenancy/grants/grants.js';
import type { TenantAccess } from './tenant-access.js';

/**
 * The refusal of an action on a key to a caller who may speak for the tenant.
 *
 * @param key as the caller names it
 * @param permit that was asked of the grants, where it is not the action's own
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
 * Returns what the caller needs a grant for. Holders of a capability are not told: the grants are those of the
 * caller who made it.
 */
function requirementOf(
  { tenant, caller, session, expanded }: TenantAccess,
  action: Action,
  permit: Permit,
): Requirement | undefined {
  if (session !== undefined || expanded?.hasTold(permit)) return undefined;
  return { action, prefixes: tenant.grants.somePrefixes(caller, permit) };
}
