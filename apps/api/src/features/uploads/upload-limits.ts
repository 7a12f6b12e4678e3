import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';
import { mediaTypeEssence } from '#validation';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import { allTypes, largestUpload, takesSize, takesType, type Limits } from '../../tenancy/grants/limits.js';
import type { UploadRequest } from './upload.request.js';

/** The maximum number of bytes of all metadata names and values (S3 User Guide, "Working with object metadata"). */
const MAX_METADATA = 2048;

/**
 * Checks an upload against the limits of the grants, of the tenant and of S3 that the request's schema can't express.
 * Omitting a field does not evade a limit.
 *
 * @param contentType the type that will be signed
 * @param limits of the grants that allow uploads to the key, at least one
 * @returns the limits of the grants that allow this upload
 * @throws ApiError `invalid_request`, `content_length_required`
 */
export function checkUpload(
  request: UploadRequest,
  contentType: string,
  limits: readonly Limits[],
): readonly Limits[] {
  const allowing = checkContentLength(request.contentLength, checkContentType(contentType, limits));
  checkChecksum(request.checksum);
  checkMetadata(request.metadata);
  return allowing;
}

/**
 * Checks a content type.
 *
 * @param pointer to the type in the request
 * @returns the limits of the grants that allow the type
 */
export function checkContentType(
  contentType: string,
  limits: readonly Limits[],
  pointer = '#/contentType',
): readonly Limits[] {
  const essence = mediaTypeEssence(contentType);
  const allowing = limits.filter((each) => takesType(each, essence));
  if (allowing.length > 0) return allowing;
  const detail = `Must be one of the contentTypes that may be uploaded to this key: ${listed(allTypes(limits))}.`;
  throw invalidRequest({ pointer, detail });
}

const listed = (types: readonly string[] = []): string => (types.length === 0 ? 'none' : types.join(', '));

/**
 * Checks the size of an upload.
 *
 * @returns the limits of the grants that allow an upload of this size
 */
function checkContentLength(contentLength: number | undefined, limits: readonly Limits[]): readonly Limits[] {
  const allowing = limits.filter((each) => takesSize(each, contentLength));
  if (allowing.length > 0) return allowing;
  const max = largestUpload(limits);
  if (contentLength === undefined) {
    throw new ApiError(
      'content_length_required',
      `Uploads to this key are limited to ${max} bytes. Send contentLength, or use a form.`,
      [{ pointer: '#/contentLength', detail: 'Is required, since uploads to this key are limited.' }],
    );
  }
  throw invalidRequest({ pointer: '#/contentLength', detail: `Must be at most ${max} bytes for this key.` });
}

export function checkChecksum(checksum: UploadRequest['checksum']): void {
  if (checksum) checkDigest(checksum.algorithm, checksum.value, '#/checksum/value');
}

/**
 * Verifies that a checksum is canonical Base64 with the length of its algorithm.
 *
 * @param pointer to the checksum in the request
 */
export function checkDigest(algorithm: ChecksumAlgorithm, value: string, pointer: string): void {
  const bytes = CHECKSUM_BYTES[algorithm];
  const digest = Buffer.from(value, 'base64');
  if (digest.length !== bytes || digest.toString('base64') !== value) {
    const detail = `Must be the base64 of the ${bytes} bytes of a ${algorithm} digest.`;
    throw invalidRequest({ pointer, detail });
  }
}

export function checkMetadata(metadata: UploadRequest['metadata']): void {
  let size = 0;
  for (const name in metadata) size += name.length + metadata[name]!.length;
  if (size > MAX_METADATA) {
    const detail = `Names and values have ${size} bytes together, and S3 stores at most ${MAX_METADATA}. Shorten them.`;
    throw invalidRequest({ pointer: '#/metadata', detail });
  }
}
