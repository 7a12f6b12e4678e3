import { hash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { S3Error, invalidRequest } from '../answers/s3-error.js';

export const CHECKSUM_ALGORITHMS = ['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const;
type Algorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/**
 * The checksum algorithms, by the end of the `x-amz-checksum-…` header. Source: S3 User Guide, "Checking object
 * integrity".
 */
const ALGORITHMS = {
  crc32: { bytes: 4, digest: (body) => uint32(crc32(body)) },
  crc32c: { bytes: 4, digest: crc32c },
  crc64nvme: { bytes: 8, digest: crc64nvme },
  sha1: { bytes: 20, digest: (body) => hash('sha1', body, 'buffer') },
  sha256: { bytes: 32, digest: (body) => hash('sha256', body, 'buffer') },
} satisfies Record<
  Algorithm,
  { bytes: number; digest: (body: Uint8Array) => Uint8Array | Promise<Uint8Array> }
>;

const PREFIX = 'x-amz-checksum-';

/** Checks the checksums in the headers against the body. @throws S3Error `BadDigest`, `InvalidRequest` */
export async function checkChecksums(
  headers: Readonly<Record<string, unknown>>,
  body: Uint8Array,
): Promise<void> {
  const given = CHECKSUM_ALGORITHMS.filter((algorithm) => headers[PREFIX + algorithm] !== undefined);
  if (given.length > 1) {
    throw invalidRequest(
      'Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.',
    );
  }
  for (const algorithm of given) await check(algorithm, String(headers[PREFIX + algorithm]), body);
  if (headers['x-amz-sdk-checksum-algorithm'] !== undefined && given.length === 0) {
    throw invalidRequest(
      'x-amz-sdk-checksum-algorithm specified, but no corresponding x-amz-checksum-* or x-amz-trailer headers were found.',
    );
  }
}

/** Checks the MD5 of a body (RFC 1864). @throws S3Error `BadDigest`, `InvalidDigest` */
export function checkMd5(value: string, body: Uint8Array): void {
  const expected = decodeBase64(value, 16);
  if (!expected) throw new S3Error(400, 'InvalidDigest', 'The Content-MD5 you specified was invalid.');
  if (!expected.equals(hash('md5', body, 'buffer'))) {
    throw new S3Error(400, 'BadDigest', 'The Content-MD5 you specified did not match what we received.');
  }
}

async function check(algorithm: Algorithm, value: string, body: Uint8Array): Promise<void> {
  const { bytes, digest } = ALGORITHMS[algorithm];
  const expected = decodeBase64(value, bytes);
  if (!expected) throw invalidRequest(`Value for ${PREFIX}${algorithm} header is invalid.`);
  if (!expected.equals(await digest(body))) {
    const name = algorithm.toUpperCase();
    throw new S3Error(400, 'BadDigest', `The ${name} you specified did not match the calculated checksum.`);
  }
}

/** Decodes Base64. @returns `undefined` if the text is not the canonical form (RFC 4648 §4) of this number of bytes */
function decodeBase64(text: string, bytes: number): Buffer | undefined {
  const decoded = Buffer.from(text, 'base64');
  return decoded.length === bytes && decoded.toString('base64') === text ? decoded : undefined;
}

function uint32(value: number): Uint8Array {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
}

// The module is loaded when it is first needed, since few uploads have this checksum and the start should be quick.

async function crc32c(body: Uint8Array): Promise<Uint8Array> {
  const library = await import('@aws-crypto/crc32c');
  return uint32(library.crc32c(body));
}

async function crc64nvme(body: Uint8Array): Promise<Uint8Array> {
  const { Crc64Nvme } = await import('@aws-sdk/crc64-nvme');
  const crc = new Crc64Nvme();
  crc.update(body);
  return crc.digest();
}
