import type { UploadSession } from '../../access/authorization/upload-session.js';
import { invalidRequest } from '../../platform/problems/api-error.js';
import { typesHashOf } from '../../signing/grant-limits.js';
import { allTypes, least, takesType, type Limits } from '../../tenancy/grants/limits.js';

/** The maximum number of characters of the media types in a capability, which must have room for the other members. */
const MAX_TYPES = 600;

type Wanted = Pick<UploadSession, 'contentTypes' | 'maxFileSize'>;

/**
 * Chooses the grant under which a session begins. Among the grants that allow all of the session's media types, it is
 * the one with the largest file, then the longest URL lifetime, then the first position in the tenant file.
 *
 * @param all the limits of the grants that allow uploads there, at least one
 * @throws ApiError `invalid_request` if no grant allows all of the types
 */
export function chooseLimits(all: readonly Limits[], { contentTypes = [], maxFileSize }: Wanted): Limits {
  const allowing = all.filter((each) => contentTypes.every((type) => takesType(each, type)));
  if (allowing.length === 0) throw wrongTypes(all, contentTypes);
  const size = ({ maxUploadBytes }: Limits) => least(maxUploadBytes, maxFileSize) ?? Infinity;
  return allowing.reduce((best, each) => {
    if (size(each) !== size(best)) return size(each) > size(best) ? each : best;
    return each.maxExpiresIn > best.maxExpiresIn ? each : best;
  });
}

/** Returns the limits that the session stores: those of its grant, reduced by those that the request sets. */
export function sealedLimits(
  limits: Limits,
  { contentTypes = limits.contentTypes, maxFileSize }: Wanted,
): Pick<UploadSession, 'contentTypes' | 'typesHash' | 'maxFileSize' | 'maxExpiresIn'> {
  const isLong =
    contentTypes === limits.contentTypes && JSON.stringify(contentTypes ?? '').length > MAX_TYPES;
  return {
    ...(isLong ? { typesHash: typesHashOf(limits) } : { contentTypes }),
    maxFileSize: least(limits.maxUploadBytes, maxFileSize),
    maxExpiresIn: limits.maxExpiresIn,
  };
}

function wrongTypes(all: readonly Limits[], wanted: readonly string[]) {
  const wrong = wanted.findIndex((type) => !all.some((each) => takesType(each, type)));
  if (wrong < 0) {
    const detail =
      'Each of these types is allowed, but no grant allows all of them. Begin a session for each type.';
    return invalidRequest({ pointer: '#/contentTypes', detail });
  }
  const detail = `Must be one of the contentTypes that may be uploaded there: ${allTypes(all)?.join(', ')}.`;
  return invalidRequest({ pointer: `#/contentTypes/${wrong}`, detail });
}
