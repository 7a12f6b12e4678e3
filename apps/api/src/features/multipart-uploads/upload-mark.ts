import { invalidRequest } from '../../platform/problems/api-error.js';
import { checkMetadata } from '../uploads/upload-limits.js';

/** Name of the metadata (`x-amz-meta-…`) that says of which upload an object is. */
export const MARK = 'tenant-presign-upload';

/**
 * The caller's metadata and ours.
 *
 * @throws ApiError `invalid_request` where ours doesn't fit in
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
