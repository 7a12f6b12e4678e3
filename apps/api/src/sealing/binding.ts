import { hash } from 'node:crypto';
import type { EpochSeconds } from '#s3-presign';
import type { TenantAccess } from '../callers/caller.js';
import type { Tenant } from '../tenants/tenant.js';
import { isOfPreviousRelease } from './previous-release.js';

/** What every seal says of itself: RFC 7519 §4.1 and one claim of ours. */
export interface Seal {
  /** The tenant's id. */
  readonly aud: string;
  readonly exp: EpochSeconds;
  readonly iat?: EpochSeconds;
  /** What `bindingOf` returned for its caller and tenant. */
  readonly bound?: string;
}

/**
 * Digest of what a seal is bound to beside tenant and subject: the issuer by name, URL and audience, and the bucket where
 * it is. So another provider under the same name inherits nothing, and neither does another deployment that has the same
 * sealing keys and calls its tenant the same.
 */
export function bindingOf({ caller: { issuerId }, tenant: { entry } }: TenantAccess): string {
  return hash('sha256', JSON.stringify([issuerId, entry.bucket, entry.endpoint ?? null]), 'base64url');
}

/** Whether a seal that opened counts for this caller and tenant, as the tenant file has them now. */
export function isActive(seal: Seal, access: TenantAccess): boolean {
  if (isRevoked(seal, access.tenant)) return false;
  return seal.bound === bindingOf(access) || isOfPreviousRelease(seal);
}

/** A seal without `iat` may be of any age, so it is older than any `sessionsNotBefore`. */
const isRevoked = ({ iat }: Seal, { sessionsNotBefore }: Tenant): boolean =>
  sessionsNotBefore !== undefined && (iat === undefined || iat < sessionsNotBefore);
