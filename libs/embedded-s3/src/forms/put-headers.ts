import type { IncomingHttpHeaders } from 'node:http';
import { invalidArgument, invalidRequest, notImplemented } from '../answers/s3-error.js';
import { tagsOf } from './tagging.js';

/** Fields that are called as the headers that they stand for. */
const SAME = new Set([
  'cache-control',
  'content-disposition',
  'content-encoding',
  'content-md5',
  'content-type',
  'expires',
]);
const AUTHENTICATION = /^x-amz-(algorithm|credential|date|security-token|signature)$/;
/** What a form may ask for that is not served here; passed over in silence it would be broken. */
const NOT_SERVED = new Set(['acl', 'redirect', 'success_action_redirect']);

/**
 * Headers of the PutObject that a form stands for. S3 Developer Guide, "POST Object": "Parameters that are passed to PUT
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

/** Header values are bytes, shown as ISO 8859-1 (RFC 9110 §5.5); a form's are text. */
function onTheWire(value: string): string {
  const bytes = Buffer.from(value).toString('latin1');
  if (!/^[\t\x20-\x7e\x80-\xff]*$/.test(bytes))
    throw invalidArgument('A form field holds control characters.');
  return bytes;
}
