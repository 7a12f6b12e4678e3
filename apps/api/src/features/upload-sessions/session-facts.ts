import { formatTime } from '#s3-presign';
import type { UploadSession } from '../../access/authorization/upload-session.js';
import type { Limits } from '../../tenancy/grants/limits.js';
import type { SessionConstraint, UploadSessionFacts } from './upload-session.response.js';

/** @param limits what the session and a grant allow together, as it is now */
export function factsOf(
  session: UploadSession,
  { contentTypes, maxUploadBytes: maxFileSize }: Limits,
): UploadSessionFacts {
  const { id, end, to } = session;
  return {
    sessionId: id,
    expiresAt: formatTime(end),
    ...to,
    ...(contentTypes && { contentTypes }),
    ...(maxFileSize !== undefined && { maxFileSize }),
    constraints: constraintsOf(session, contentTypes, maxFileSize),
  };
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
