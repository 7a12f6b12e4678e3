import { formatTime } from '#s3-presign';
import type { TenantAccess } from '../../access/authorization/tenant-access.js';
import type { UploadSession } from '../../access/authorization/upload-session.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { SessionConstraint, UploadSessionFacts } from './upload-session.response.js';

/** What the session and the tenant allow together, as it is now. */
export function factsOf(
  session: UploadSession,
  { tenant }: Pick<TenantAccess, 'tenant'>,
): UploadSessionFacts {
  const { id, end, to } = session;
  const contentTypes = session.contentTypes ?? (tenant.contentTypes && [...tenant.contentTypes]);
  const maxFileSize = maxFileSizeOf(session, tenant);
  return {
    sessionId: id,
    expiresAt: formatTime(end),
    ...to,
    ...(contentTypes && { contentTypes }),
    ...(maxFileSize !== undefined && { maxFileSize }),
    constraints: constraintsOf(session, contentTypes, maxFileSize),
  };
}

/** Bytes; `undefined`: only S3 limits. */
export function maxFileSizeOf({ maxFileSize }: UploadSession, tenant: Tenant): number | undefined {
  const limit = tenant.entry.limits?.maxUploadBytes;
  if (limit === undefined || maxFileSize === undefined) return limit ?? maxFileSize;
  return Math.min(limit, maxFileSize);
}

/**
 * Names and types are chosen here and pinned by S3. A size that Uppy never says is pinned in forms, but counted only
 * at the end of an upload in parts; that a key is free is asked before a form is signed, which a second form evades.
 */
function constraintsOf(
  session: UploadSession,
  contentTypes: readonly string[] | undefined,
  maxFileSize: number | undefined,
): SessionConstraint[] {
  const { to, overwrite, metadata, metadataFields, tags, end } = session;
  const isUnique = 'naming' in to && to.naming === 'unique';
  const held = {
    ...to,
    overwrite: isUnique ? undefined : overwrite,
    contentTypes,
    maxFileSize,
    metadata,
    metadataFields,
    tags,
    expiresAt: formatTime(end),
  };
  return Object.entries(held).flatMap(([name, value]): SessionConstraint[] =>
    value === undefined ? [] : [{ name, value, enforcedBy: 'service' }],
  );
}
