import { uriEncode } from '../sigv4/uri-encode.js';

/**
 * The length of each checksum in bytes. The `x-amz-checksum-…` headers carry a checksum in Base64. S3 User Guide,
 * "Checking object integrity".
 */
export const CHECKSUM_BYTES = { SHA256: 32, CRC32: 4, CRC32C: 4, CRC64NVME: 8 } as const;
export type ChecksumAlgorithm = keyof typeof CHECKSUM_BYTES;

export type Encryption =
  { readonly type: 'sse-s3' } | { readonly type: 'sse-kms'; readonly keyArn?: string | undefined };

/** The constraints that S3 enforces when an object is uploaded with PutObject. Sizes are in bytes. */
export interface UploadConstraints {
  readonly contentType?: string | undefined;
  readonly contentLength?: number | undefined;
  readonly checksum?: { readonly algorithm: ChecksumAlgorithm; readonly value: string } | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly encryption?: Encryption | undefined;
  readonly ifNoneMatch?: '*' | undefined;
}

/**
 * Returns the constraints as headers of PutObject, by lower-case name. S3 enforces them because they are signed
 * headers. It would not enforce the same values as query parameters.
 */
export function uploadHeaders(constraints: UploadConstraints): Record<string, string> {
  const { contentType, contentLength, checksum, metadata, tags, encryption, ifNoneMatch } = constraints;
  const headers: Record<string, string> = {};
  if (contentLength !== undefined) headers['content-length'] = String(contentLength);
  if (contentType !== undefined) headers['content-type'] = contentType;
  if (ifNoneMatch !== undefined) headers['if-none-match'] = ifNoneMatch;
  if (checksum) headers[`x-amz-checksum-${checksum.algorithm.toLowerCase()}`] = checksum.value;
  for (const name in metadata) headers[`x-amz-meta-${name}`] = metadata[name]!;
  if (encryption) Object.assign(headers, encryptionHeaders(encryption));
  if (tags) headers['x-amz-tagging'] = encodeTags(tags);
  return headers;
}

function encryptionHeaders(encryption: Encryption): Record<string, string> {
  if (encryption.type === 'sse-s3') return { 'x-amz-server-side-encryption': 'AES256' };
  return {
    'x-amz-server-side-encryption': 'aws:kms',
    ...(encryption.keyArn !== undefined && {
      'x-amz-server-side-encryption-aws-kms-key-id': encryption.keyArn,
    }),
  };
}

/** Returns the tags as `name=value&…`, percent-encoded. S3 API Reference, PutObject, x-amz-tagging. */
function encodeTags(tags: Readonly<Record<string, string>>): string {
  return Object.entries(tags)
    .map(([name, value]) => `${uriEncode(name)}=${uriEncode(value)}`)
    .join('&');
}
