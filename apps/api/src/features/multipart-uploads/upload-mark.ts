import { invalidRequest } from '../../platform/problems/api-error.js';
import { checkMetadata } from '../uploads/upload-limits.js';

/** The name of the metadata (`x-amz-meta-…`) that identifies the upload which created an object. */
export const MARK = 'tenant-presign-upload';

/**
 * Returns the caller's metadata together with the upload's mark.
 *
 * @throws ApiError `invalid_request` if there is no room for the mark
 */
export function markedMetadata(
  metadata: Readonly<Record<string, string>> = {},
  mark: string,
): Record<string, string> {
  if (Object.hasOwn(metadata, MARK)) {
    throw invalidRequest({
      pointer: `#/metadata/${MARK}`,
      detail: 'The service sets this itself. Remove it.',
    });
  }
  const marked = { ...metadata, [MARK]: mark };
  checkMetadata(marked);
  return marked;
}
