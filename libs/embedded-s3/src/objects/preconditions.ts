import type { IncomingHttpHeaders } from 'node:http';
import { notImplemented, preconditionFailed } from '../answers/s3-error.js';

/**
 * Checks the conditions of a write on the existing object. Source: S3 API Reference, PutObject and
 * CompleteMultipartUpload, `If-None-Match`.
 *
 * @throws S3Error `PreconditionFailed`; `NotImplemented` for conditions other than `If-None-Match: *`
 */
export function checkWriteConditions(headers: IncomingHttpHeaders, exists: boolean): void {
  const ifNoneMatch = headers['if-none-match'];
  if (headers['if-match'] !== undefined) throw notImplemented('header');
  if (ifNoneMatch === undefined) return;
  if (ifNoneMatch !== '*') throw notImplemented('header');
  if (exists) throw preconditionFailed('If-None-Match');
}
