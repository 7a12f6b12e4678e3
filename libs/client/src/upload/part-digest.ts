import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { bareEtag, hasOpaqueEtag } from '../hash/etag.js';
import type { Algorithm, Digested } from '../hash/hashing.js';
import { base64, hex } from '../hash/text.js';
import type { HttpResponse } from '../storage/send.js';
import type { UploadOptions, Verified } from './options.js';

/**
 * How parts are verified: the storage checks a digest that is sent with each part, or the client compares MD5s with
 * ETags, or parts are not verified.
 */
export type PartCheck = 'CRC64NVME' | 'SHA256' | 'MD5' | undefined;

export const VERIFIED: Readonly<Record<Algorithm, Verified>> = {
  CRC64NVME: 'crc64nvme',
  SHA256: 'sha256-parts',
  MD5: 'md5-parts',
};

/** Returns the algorithm that an upload asks for; `undefined` for none. */
export function askedAlgorithm({ checksum = 'auto' }: UploadOptions, { hashing }: Context) {
  if (checksum === 'none') return undefined;
  if (checksum === 'auto') return hashing.usual;
  return checksum === 'sha256' ? 'SHA256' : 'CRC64NVME';
}

/** The bytes of a part, with its digests. */
export interface CheckedPart {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The digest for the storage, in Base64. */
  readonly checksum?: string;
  /** The MD5, in hexadecimal. */
  readonly md5?: string;
}

export async function digestPart(
  { hashing }: Context,
  check: PartCheck,
  given: Uint8Array<ArrayBuffer>,
): Promise<CheckedPart> {
  if (check === undefined) return { bytes: given };
  const { bytes, digest }: Digested = await hashing.digest(check, given);
  return check === 'MD5' ? { bytes, md5: hex(digest) } : { bytes, checksum: base64(digest) };
}

/**
 * Returns the ETag of a part that was sent.
 *
 * @throws TransferError `corrupted`, which is temporary, if the ETag is the MD5 of other bytes; `unexpected_response`
 */
export function etagOf(response: HttpResponse, { md5 }: CheckedPart): string {
  const etag = response.header('etag');
  if (etag === undefined) {
    const message = 'S3’s answer has no ETag. In a browser, the bucket’s CORS rules must expose ETag.';
    throw new TransferError('unexpected_response', message, { isTemporary: true });
  }
  if (md5 !== undefined && !hasOpaqueEtag(response) && bareEtag(etag) !== md5) {
    throw new TransferError(
      'corrupted',
      'The storage received other bytes than were sent. Upload the object again.',
      {
        isTemporary: true,
      },
    );
  }
  return etag;
}
