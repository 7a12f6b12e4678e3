import { isUtf8 } from 'node:buffer';
import { canonicalHeaders } from '../sigv4/canonical-headers.js';
import { headersNotSigned, signatureDoesNotMatch, type Malformed } from './refusals.js';
import type { ReceivedHeaders } from './verification.js';

export interface SignedHeaders {
  /** The lower-case names, sorted. */
  readonly names: readonly string[];
  /** One line `name:value\n` for each header. */
  readonly block: string;
}

/**
 * Returns the headers that the signature covers. All headers that S3 acts upon must be among them: `host`,
 * `content-md5` and every `x-amz-*`.
 *
 * @param list `X-Amz-SignedHeaders`: lower-case names, sorted, joined by `;`
 * @throws VerificationError
 */
export function collectSignedHeaders(
  list: string,
  headers: ReceivedHeaders,
  malformed: Malformed,
): SignedHeaders {
  const names = list.split(';');
  if (!names.every((name, i) => HEADER_NAME.test(name) && (i === 0 || names[i - 1]! < name))) {
    throw malformed('SignedHeaders must be lower-case header names, sorted, each once, joined by ";".');
  }
  const signed = new Set(names);
  const unsigned = mustBeSigned(headers).filter((name) => !signed.has(name));
  if (unsigned.length > 0) throw headersNotSigned(unsigned);
  const values = names.map((name) => [name, valueOf(headers, name)] as const);
  return { names, block: canonicalHeaders(Object.fromEntries(values)).block };
}

/** A header name: a token (RFC 9110 §5.6.2) without upper-case letters. */
const HEADER_NAME = /^[a-z0-9!#$%&'*+.^_`|~-]+$/;

function mustBeSigned(headers: ReceivedHeaders): string[] {
  const sensitive = Object.keys(headers).filter(
    (name) => headers[name] !== undefined && (name.startsWith('x-amz-') || name === 'content-md5'),
  );
  return ['host', ...sensitive];
}

function valueOf(headers: ReceivedHeaders, name: string): string {
  const value = Object.hasOwn(headers, name) ? headers[name] : undefined;
  if (value === undefined) throw signatureDoesNotMatch();
  return fromWire(typeof value === 'string' ? value : value.join(','));
}

/**
 * Returns a header value as the signer hashed it, in UTF-8. HTTP servers read the same bytes as ISO 8859-1 (RFC 9110
 * §5.5).
 */
function fromWire(value: string): string {
  if (/^[\t -~]*$/.test(value)) return value;
  const bytes = Buffer.from(value, 'latin1');
  if (bytes.toString('latin1') !== value || !isUtf8(bytes)) throw signatureDoesNotMatch();
  return bytes.toString();
}
