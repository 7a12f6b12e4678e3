import { hash } from 'node:crypto';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import type { UploadSession } from '../access/authorization/upload-session.js';
import { accessDenied } from '../platform/problems/api-error.js';
import type { Permit } from '../tenancy/grants/grants.js';
import { within, type Limits } from '../tenancy/grants/limits.js';

/**
 * What the caller may do with a key: the limits of each grant that allows it, within the tenant's and, in an upload
 * session, within those that the session began with.
 *
 * @param name as of `Grants.allows`
 * @returns at least one; a request must keep within all of one of them
 * @throws ApiError `access_denied` where no grant allows it
 */
export function requireLimits(
  { tenant, caller, expanded, session }: TenantAccess,
  permit: Permit,
  name: string,
): readonly Limits[] {
  const own = expanded ? expanded.limits(permit, name) : tenant.grants.limits(caller, permit, name);
  const limits = own && withinSession(tenant.limitsWithin(own), session);
  if (!limits || limits.length === 0) throw accessDenied();
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
