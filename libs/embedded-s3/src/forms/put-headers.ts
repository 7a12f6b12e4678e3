import type { IncomingHttpHeaders } from 'node:http';
import { invalidArgument, invalidRequest, notImplemented } from '../answers/s3-error.js';
import { tagsOf } from './tagging.js';

/** The fields that have the same name as the header that they set. */
const SAME = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-md5',
  'content-type',
  'expires',
]);
const AUTHENTICATION = /^x-amz-(algorithm|credential|date|security-token|signature)$/;
/** The fields that are not supported here. They are refused, because ignoring them would give wrong results. */
const NOT_SERVED = new Set(['acl', 'redirect', 'success_action_redirect']);

/**
 * Returns the PutObject headers for a form. S3 Developer Guide, "POST Object": "Parameters that are passed to PUT
 * through HTTP headers are instead passed as form fields".
 *
 * @param fields by lower-case name
 * @throws S3Error
 */
export function putHeaders(fields: ReadonlyMap<string, string>): IncomingHttpHeaders {
  const headers: IncomingHttpHeaders = { 'content-type': 'binary/octet-stream' };
  for (const [name, value] of fields) {
    if (NOT_SERVED.has(name)) throw notImplemented('header');
    if (name === 'tagging') headers['x-amz-tagging'] = tagsOf(value);
    else if (SAME.has(name) || (name.startsWith('x-amz-') && !AUTHENTICATION.test(name))) {
      headers[name] = onTheWire(value);
    }
  }
  const { 'x-amz-checksum-algorithm': algorithm, ...others } = headers;
  if (algorithm !== undefined && others[`x-amz-checksum-${String(algorithm).toLowerCase()}`] === undefined) {
    throw invalidRequest(
      'x-amz-checksum-algorithm specified, but no corresponding x-amz-checksum-* was found.',
    );
  }
  return others;
}

/**
 * Converts a form's text to a header value. Header values are bytes, which Node shows as ISO 8859-1 (RFC 9110 §5.5).
 */
function onTheWire(value: string): string {
  const bytes = Buffer.from(value).toString('latin1');
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(bytes))
    throw invalidArgument('A form field contains control characters.');
  return bytes;
}
