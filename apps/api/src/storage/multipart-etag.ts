import { createHash } from 'node:crypto';
import type { StoredPart } from './multipart-upload.js';

/**
 * The ETag of an object that these parts make: the MD5 of their ETags, and their number. S3 User Guide, "Checking object
 * integrity", for parts whose ETag is their MD5.
 *
 * @returns in quotes
 */
export function multipartEtag(parts: readonly Pick<StoredPart, 'etag'>[]): string {
  const digest = createHash('md5');
  for (const { etag } of parts) digest.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return `"${digest.digest('hex')}-${parts.length}"`;
}
