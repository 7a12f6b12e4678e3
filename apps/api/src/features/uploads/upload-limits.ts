import { CHECKSUM_BYTES, type ChecksumAlgorithm } from '#s3-presign';
import { mediaTypeEssence } from '#validation';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import type { Tenant } from '../../tenancy/tenants/tenant.js';
import type { UploadRequest } from './upload.request.js';

/** S3 User Guide, "Working with object metadata": bytes of all names and values. */
const MAX_METADATA = 2048;

/**
 * What the tenant allows and S3 takes, as far as it is no matter of shape. Leaving a field out evades nothing.
 *
 * @param contentType as it will be signed
 * @throws ApiError `invalid_request`, `content_length_required`
 */
export function checkUpload(request: UploadRequest, contentType: string, tenant: Tenant): void {
  checkContentType(contentType, tenant);
  checkContentLength(request.contentLength, tenant);
  checkChecksum(request.checksum);
  checkMetadata(request.metadata);
}

/** @param pointer to it in the request */
export function checkContentType(
  contentType: string,
  { contentTypes }: Tenant,
  pointer = '#/contentType',
): void {
  if (contentTypes && !contentTypes.includes(mediaTypeEssence(contentType))) {
    const detail = `Must be one of the tenant’s contentTypes: ${[...contentTypes].join(', ')}.`;
    throw invalidRequest({ pointer, detail });
  }
}

function checkContentLength(contentLength: number | undefined, tenant: Tenant): void {
  const max = tenant.entry.limits?.maxUploadBytes;
  if (max === undefined) return;
  if (contentLength === undefined) {
    throw new ApiError(
      'content_length_required',
      `This tenant limits uploads to ${max} bytes. Give contentLength, or use a form.`,
      [{ pointer: '#/contentLength', detail: 'Required for this tenant.' }],
    );
  }
  if (contentLength > max) {
    throw invalidRequest({
      pointer: '#/contentLength',
      detail: `Must be at most ${max} bytes for this tenant.`,
    });
  }
}

export function checkChecksum(checksum: UploadRequest['checksum']): void {
  if (checksum) checkDigest(checksum.algorithm, checksum.value, '#/checksum/value');
}

/** @param pointer to it in the request */
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
    const detail = `Names and values take ${size} bytes together; S3 stores ${MAX_METADATA}.`;
    throw invalidRequest({ pointer: '#/metadata', detail });
  }
}
