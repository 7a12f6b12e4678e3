import { hash } from 'node:crypto';
import type { Action } from '#tenant-file';
import { noGrant } from '../access/authorization/requirement-of.js';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import type { UploadSession } from '../access/authorization/upload-session.js';
import type { Permit } from '../tenancy/grants/grants.js';
import { within, type Limits } from '../tenancy/grants/limits.js';

/**
 * Returns the limits under which the caller may use a key: the limits of each grant that allows it, combined with the
 * tenant's and, in an upload session, with those of the session.
 *
 * @param permit the permission to check, if it is not the action itself
 * @param name as in `Grants.allows`
 * @returns at least one item; a request must meet all limits of one item
 * @throws ApiError `access_denied` if no grant allows it
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

/**
 * Returns the hash of a list of media types. An upload session that can't hold a long list holds this hash, and works
 * until the list changes.
 */
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
