import { mediaTypeEssence } from '#validation';
import { ApiError } from '../../platform/problems/api-error.js';
import { MAX_COPY } from '../../storage/copy-object.js';
import { allTypes, largestUpload, takesSize, takesType, type Limits } from '../../tenancy/grants/limits.js';

/**
 * Verifies that a copy meets all limits of at least one grant that allows uploads to its key.
 *
 * @param limits of the grants that allow uploads to the target
 * @throws ApiError `object_too_large`, `object_type_not_allowed`
 */
export function checkCopy(size: number, contentType: string, limits: readonly Limits[]): void {
  if (size > MAX_COPY) throw tooLarge(size, MAX_COPY, 'S3 copies');
  const essence = mediaTypeEssence(contentType);
  const ofType = limits.filter((each) => takesType(each, essence));
  if (ofType.length === 0) {
    throw new ApiError(
      'object_type_not_allowed',
      `The object has the type ${essence}. Only these types may be stored under the target’s key: ${allTypes(limits)?.join(', ')}.`,
    );
  }
  if (ofType.some((each) => takesSize(each, size))) return;
  throw tooLarge(size, largestUpload(ofType)!, 'may be stored under the target’s key');
}

const tooLarge = (size: number, max: number, why: string): ApiError =>
  new ApiError('object_too_large', `The object has ${size} bytes, more than the ${max} bytes that ${why}.`);
