import type { IncomingHttpHeaders } from 'node:http';
import {
  S3Error,
  invalidArgument,
  invalidRequest,
  notImplemented,
  preconditionFailed,
} from '../answers/s3-error.js';
import { S3_NAMESPACE, document, element } from '../answers/xml.js';
import { checkedPlace, type Place } from '../gate/locate.js';
import type { StoredObject } from '../storage.js';

// This file follows S3 API Reference, CopyObject. Copies keep only the bytes of their source: both directives must be
// REPLACE.

/** The size of the largest object that one copy can have, in bytes. */
const MAX_COPY = 5 * 1024 ** 3;

export const COPY_SOURCE = 'x-amz-copy-source';

/**
 * Returns bucket and key of a copy's source. The text after the first `?` is the version.
 *
 * @throws S3Error `InvalidArgument`, `NoSuchVersion`
 */
export function copySourceOf(headers: IncomingHttpHeaders): Place {
  const [path = '', query] = String(headers[COPY_SOURCE]).split('?', 2);
  const decoded = decodedPath(path).replace(/^\//, '');
  const slash = decoded.indexOf('/');
  if (slash < 1 || slash === decoded.length - 1) throw invalidArgument('Invalid copy source object key');
  if (query !== undefined && query !== 'versionId=null') {
    throw new S3Error(404, 'NoSuchVersion', 'The specified version does not exist.');
  }
  return checkedPlace({ bucket: decoded.slice(0, slash), key: decoded.slice(slash + 1) });
}

/**
 * Checks the conditions and the size of a copy's source.
 *
 * @throws S3Error `NotImplemented`, `PreconditionFailed`, `InvalidRequest`
 */
export function checkCopy(headers: IncomingHttpHeaders, { etag, contentLength }: StoredObject): void {
  for (const directive of ['x-amz-metadata-directive', 'x-amz-tagging-directive']) {
    if (headers[directive] !== 'REPLACE') throw notImplemented('header');
  }
  const ifMatch = headers['x-amz-copy-source-if-match'];
  if (ifMatch !== undefined && unquoted(String(ifMatch)) !== unquoted(etag)) {
    throw preconditionFailed('x-amz-copy-source-If-Match');
  }
  if (contentLength > MAX_COPY) {
    throw invalidRequest(
      'The specified copy source is larger than the maximum allowable size for a copy source: 5368709120',
    );
  }
}

export const copyXml = ({ etag, lastModified }: StoredObject): string =>
  document(
    element(
      'CopyObjectResult',
      [element('LastModified', lastModified.toISOString()), element('ETag', etag)],
      S3_NAMESPACE,
    ),
  );

const unquoted = (etag: string): string => etag.replaceAll('"', '');

function decodedPath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    throw invalidArgument('Invalid copy source encoding.');
  }
}
