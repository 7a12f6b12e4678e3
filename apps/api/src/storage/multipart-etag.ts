import { createHash } from 'node:crypto';
import type { StoredPart } from './multipart-upload.js';

/**
 * Returns the ETag of an object that is assembled from parts: the MD5 of their ETags, and the number of parts. This
 * holds for parts whose ETag is their MD5 (S3 User Guide, "Checking object integrity").
 *
 * @returns the ETag in quotes
 */
export function multipartEtag(parts: readonly Pick<StoredPart, 'etag'>[]): string {
  const digest = createHash('md5');
  for (const { etag } of parts) digest.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return `"${digest.digest('hex')}-${parts.length}"`;
}
