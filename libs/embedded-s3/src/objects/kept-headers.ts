import type { IncomingHttpHeaders } from 'node:http';
import { CHECKSUM_ALGORITHMS } from '../body/checksums.js';
import { invalidArgument } from '../answers/s3-error.js';

// GetObject and HeadObject of S3 return some headers of the upload that fauxqs doesn't store. They are kept as an
// additional entry of the object's metadata, so that they are overwritten, deleted and persisted with the object.

/** The name of this entry. It is not a valid header name (RFC 9110 §5.6.2), so that no client can send it. */
const KEPT = 'x-amz-meta-(kept)';

const ECHOED = [
  'x-amz-server-side-encryption',
  'x-amz-server-side-encryption-aws-kms-key-id',
  'x-amz-server-side-encryption-bucket-key-enabled',
];
const KEPT_AS_SENT = [...ECHOED, 'expires'];
const CHECKSUMS = CHECKSUM_ALGORITHMS.map((algorithm) => `x-amz-checksum-${algorithm}`);

/**
 * Adds the entry to the headers of an upload.
 *
 * @returns the headers with the entry
 * @throws S3Error for tags that S3 refuses
 */
export function keepHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  const kept: Record<string, string> = pick(headers, [...KEPT_AS_SENT, ...CHECKSUMS]);
  const tags = headers['x-amz-tagging'];
  if (typeof tags === 'string' && tags !== '') kept['x-amz-tagging-count'] = String(countTags(tags));
  return Object.keys(kept).length > 0 ? { ...headers, [KEPT]: JSON.stringify(kept) } : headers;
}

/** Returns the headers of an upload that its answer repeats. */
export const echoedHeaders = (headers: IncomingHttpHeaders): Record<string, string> =>
  pick(headers, [...ECHOED, ...CHECKSUMS]);

/**
 * Returns the kept headers of an object.
 *
 * @param answer the headers that fauxqs made for GetObject or HeadObject
 * @returns the headers to add
 */
export function keptHeaders(
  answer: Readonly<Record<string, unknown>>,
  withChecksums: boolean,
): Record<string, string> {
  const kept = answer[KEPT];
  if (typeof kept !== 'string') return {};
  const headers = Object.entries(JSON.parse(kept) as Record<string, string>);
  return Object.fromEntries(headers.filter(([name]) => withChecksums || !CHECKSUMS.includes(name)));
}

export const KEPT_HEADER = KEPT;

/**
 * Returns the number of tags. An object has at most 10 tags, and their keys are unique: S3 User Guide, "Categorizing
 * your objects using tags".
 */
function countTags(tagging: string): number {
  const tags = [...new URLSearchParams(tagging).keys()];
  if (tags.length > 10) throw invalidArgument('Object tags cannot be greater than 10');
  if (new Set(tags).size < tags.length)
    throw invalidArgument('Cannot provide multiple Tags with the same key');
  return tags.length;
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (value !== undefined) picked[name] = String(value);
  }
  return picked;
}
