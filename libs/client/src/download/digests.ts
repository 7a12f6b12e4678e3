import type { Context } from '../context.js';
import { combineCrc64Nvme } from '../hash/crc64nvme-combine.js';
import { guessPartSize, md5OfEtag } from '../hash/etag.js';
import { base64, hex } from '../hash/text.js';
import type { Verified } from '../upload/options.js';
import type { Range } from './range.js';
import type { Sink } from './sink.js';

/** How an object's bytes are compared with the checksum or the ETag that the storage reports. */
export interface Check {
  /** The algorithm for the digests of ranges. */
  readonly algorithm: 'CRC64NVME' | 'MD5';
  /** The value of `verified` if the bytes match. */
  readonly verified: Verified;
  /** The size of a range in bytes; `undefined` allows any size. */
  readonly partSize?: number | undefined;
  /** Whether a mismatch proves that bytes were damaged. An ETag may be computed in another way. */
  readonly isCertain: boolean;
  /** Returns whether the digests of all ranges, in order, match; `undefined` if they can't be compared. */
  readonly fits: (
    digests: readonly Uint8Array[],
    ranges: readonly Range[],
    sink: Sink,
  ) => Promise<boolean | undefined>;
}

/** Returns the comparison with the CRC64NVME of the whole object. @param expected the checksum in Base64 */
export const crcCheck = (expected: string): Check => ({
  algorithm: 'CRC64NVME',
  verified: 'crc64nvme',
  isCertain: true,
  fits: (digests, ranges) => {
    const pieces = ranges.map(({ start, end }, index) => ({ digest: digests[index]!, length: end - start }));
    return Promise.resolve(base64(combineCrc64Nvme(pieces)) === expected);
  },
});

/**
 * The MD5 in an ETag. It is computed over the whole object, or over the MD5s of its parts (S3 API Reference, "Object",
 * ETag).
 */
interface EtagDigest {
  readonly md5: string;
  /** The size of each part in bytes; `undefined` if the MD5 is over the whole object. */
  readonly partSize?: number;
}

/** The size of the largest part that is kept in memory as a whole, in bytes. */
const LARGEST_PART = 64 * 1024 ** 2;

/** Returns the comparison with an object's ETag; `undefined` if the two can't be compared. */
export function etagCheck(context: Context, etag: string, size: number): Check | undefined {
  const made = etagDigest(etag, size);
  return (
    made && {
      algorithm: 'MD5',
      verified: 'md5-parts',
      partSize: made.partSize,
      isCertain: context.seesAllHeaders && made.partSize === undefined,
      fits: (digests, ranges, sink) => isEtag(context, made, digests, ranges, sink),
    }
  );
}

function etagDigest(etag: string, size: number): EtagDigest | undefined {
  const known = md5OfEtag(etag);
  if (!known) return undefined;
  if (known.parts === undefined) return { md5: known.md5 };
  const partSize = guessPartSize(size, known.parts);
  return partSize !== undefined && partSize <= LARGEST_PART ? { md5: known.md5, partSize } : undefined;
}

async function isEtag(
  { hashing }: Context,
  { md5, partSize }: EtagDigest,
  digests: readonly Uint8Array[],
  ranges: readonly Range[],
  sink: Sink,
): Promise<boolean | undefined> {
  if (partSize === undefined && digests.length === 1) return hex(digests[0]!) === md5;
  if (partSize === undefined && !sink.read) return undefined;
  const whole = await hashing.incrementalMd5();
  for (const [index, { start, end }] of ranges.entries()) {
    whole.update(partSize === undefined ? await sink.read!(start, end) : digests[index]!);
  }
  return hex(whole.digest()) === md5;
}
