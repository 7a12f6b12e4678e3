import { hash } from 'node:crypto';
import type { Action } from '#tenant-file';
import { noGrant } from '../access/authorization/requirement-of.js';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import type { UploadSession } from '../access/authorization/upload-session.js';
import type { Permit } from '../tenancy/grants/grants.js';
import { within, type Limits } from '../tenancy/grants/limits.js';

/**
 * Returns what the caller may do with a key: the limits of each grant that allows it, within the tenant's and, in an
 * upload session, within those that the session began with.
 *
 * @param permit that the grants are asked for, where it is not the action's own
 * @param name as of `Grants.allows`
 * @returns at least one; a request must keep within all of one of them
 * @throws ApiError `access_denied` where no grant allows it
 */
export function requireLimits(
  access: TenantAccess,
  action: Action,
  name: string,
  permit: Permit = action,
): readonly Limits[] {
  const { tenant, caller, expanded, session } = access;
  const own = expanded ? expanded.limits(permit, name) : tenant.grants.limits(caller, permit, name);
  const limits = own && withinSession(tenant.limitsWithin(own), session);
  if (!limits || limits.length === 0) throw noGrant(access, action, name, permit);
  return limits;
}

function withinSession(all: readonly Limits[], session: UploadSession | undefined): readonly Limits[] {
  if (!session) return all;
  const { contentTypes, maxFileSize: maxUploadBytes, maxExpiresIn, typesHash } = session;
  const same = typesHash === undefined ? all : all.filter((each) => typesHashOf(each) === typesHash);
  return same.map((each) => within(each, { contentTypes, maxUploadBytes, maxExpiresIn }));
}

/** For upload sessions that can't hold a long list of types: such a session works until the list changes. */
export function typesHashOf({ contentTypes }: Limits): string | undefined {
  if (!contentTypes) return undefined;
  let known = hashes.get(contentTypes);
  if (known === undefined) {
    known = hash('sha256', JSON.stringify(contentTypes), 'base64url').slice(0, 22); // 132 bits
    hashes.set(contentTypes, known);
  }
  return known;
}

const hashes = new WeakMap<readonly string[], string>();
