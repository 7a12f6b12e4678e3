import type { Context } from '../context.js';
import { combineCrc64Nvme } from '../hash/crc64nvme-combine.js';
import { guessPartSize, md5OfEtag } from '../hash/etag.js';
import { base64, hex } from '../hash/text.js';
import type { Verified } from '../upload/options.js';
import type { Range } from './range.js';
import type { Sink } from './sink.js';

/** How the bytes of an object are compared with what the storage says of them. */
export interface Check {
  /** Digests the ranges. */
  readonly algorithm: 'CRC64NVME' | 'MD5';
  /** What it shows if the bytes fit. */
  readonly verified: Verified;
  /** Bytes that a range must have; `undefined`: any. */
  readonly partSize?: number | undefined;
  /** Whether bytes that do not fit are damaged. An ETag may be made in another way. */
  readonly isCertain: boolean;
  /** Returns whether the digests of all ranges, in order, fit; `undefined` if that can't be told. */
  readonly fits: (
    digests: readonly Uint8Array[],
    ranges: readonly Range[],
    sink: Sink,
  ) => Promise<boolean | undefined>;
}

/** Returns how bytes are compared with the CRC64NVME of the whole. @param expected in Base64 */
export const crcCheck = (expected: string): Check => ({
  algorithm: 'CRC64NVME',
  verified: 'crc64nvme',
  isCertain: true,
  fits: (digests, ranges) => {
    const pieces = ranges.map(({ start, end }, index) => ({ digest: digests[index]!, length: end - start }));
    return Promise.resolve(base64(combineCrc64Nvme(pieces)) === expected);
  },
});

/** How the MD5 of an ETag is made: of the whole, or of the MD5s of parts (S3 API Reference, "Object", ETag). */
interface EtagDigest {
  readonly md5: string;
  /** Bytes of each part; `undefined` for the whole. */
  readonly partSize?: number;
}

/** The largest parts that are held in memory whole. Bytes. */
const LARGEST_PART = 64 * 1024 ** 2;

/** Returns how an object is compared with its ETag; `undefined` if it can't be. */
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
