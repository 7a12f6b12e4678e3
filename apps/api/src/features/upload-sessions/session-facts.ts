import { formatTime } from '#s3-presign';
import type { UploadSession } from '../../access/authorization/upload-session.js';
import type { Limits } from '../../tenancy/grants/limits.js';
import type { SessionConstraint, UploadSessionFacts } from './upload-session.response.js';

/**
 * Returns the facts about a session for answers.
 *
 * @param limits the current limits of the session and a grant together
 */
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
 * Returns the constraints of a session, all enforced by the service. It chooses names and types, and S3 then enforces
 * them. Uppy does not send a size: a form limits it, but for a multipart upload it is counted only at the end. The
 * service checks that a key is free before it signs a form, which a second form can evade.
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
