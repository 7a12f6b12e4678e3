import { USUAL_PART, type Context } from '../context.js';
import { guessPartSize, md5OfEtag } from '../hash/etag.js';
import { base64, hex } from '../hash/text.js';
import type { Verified } from '../upload/options.js';
import { rangesOf, type Range } from './range.js';
import type { Sink } from './sink.js';

/** How an object's bytes are compared with the checksum or the ETag that the storage reports. */
export interface Check {
  /** The algorithm for the digests of ranges; `undefined` if the bytes are read from the sink instead. */
  readonly algorithm?: 'CRC64NVME' | 'MD5' | undefined;
  /** The value of `verified` if the bytes match. */
  readonly verified: Verified;
  /** The size of a range in bytes; `undefined` allows any size. */
  readonly partSize?: number | undefined;
  /** Whether a mismatch proves that bytes were damaged. An ETag may be computed in another way. */
  readonly isCertain: boolean;
  /** Returns whether the digests of all ranges, in order, match, or otherwise the bytes of the sink. */
  readonly fits: (digests: readonly Uint8Array[], ranges: readonly Range[], sink: Sink) => Promise<boolean>;
}

/** Returns the comparison with the CRC64NVME of the whole object. @param expected the checksum in Base64 */
export const crcCheck = (expected: string): Check => ({
  algorithm: 'CRC64NVME',
  verified: 'crc64nvme',
  isCertain: true,
  fits: async (digests, ranges) => base64(await crcOf(digests, ranges)) === expected,
});

/** Returns the digest of the whole object. The code for several ranges is loaded only when it is needed. */
async function crcOf(digests: readonly Uint8Array[], ranges: readonly Range[]): Promise<Uint8Array> {
  if (ranges.length === 1) return digests[0]!;
  const { combineCrc64Nvme } = await import('../hash/crc64nvme-combine.js');
  return combineCrc64Nvme(
    ranges.map(({ start, end }, index) => ({ digest: digests[index]!, length: end - start })),
  );
}

/**
 * The MD5 in an ETag. It is computed over the whole object, or over the MD5s of its parts (S3 API Reference, "Object",
 * ETag).
 */
interface EtagDigest {
  readonly md5: string;
  /** The size of each part in bytes; `undefined` if the MD5 is over the whole object. */
  readonly partSize?: number;
}

/** The size of the largest part that is fetched in one range, in bytes, if the sink can be read. */
const LARGEST_RANGE = 16 * 1024 ** 2;

/** The size of the largest part that is kept in memory as a whole, in bytes, if the sink can't be read. */
const LARGEST_PART = 64 * 1024 ** 2;

/** Returns the comparison with an object's ETag; `undefined` if the two can't be compared. */
export function etagCheck(context: Context, etag: string, size: number, sink: Sink): Check | undefined {
  const made = etagDigest(etag, size);
  if (!made) return undefined;
  const { partSize } = made;
  const common = {
    verified: 'md5-parts',
    isCertain: context.seesAllHeaders && partSize === undefined,
  } as const;
  const largest = partSize === undefined ? USUAL_PART : sink.read ? LARGEST_RANGE : LARGEST_PART;
  if ((partSize ?? size) <= largest) {
    return { ...common, algorithm: 'MD5', partSize, fits: (digests) => isEtag(context, made, digests) };
  }
  if (!sink.read) return undefined;
  return {
    ...common,
    fits: async (_, __, written) =>
      isEtag(context, made, await digestsOf(context, written, rangesOf(size, partSize ?? size))),
  };
}

function etagDigest(etag: string, size: number): EtagDigest | undefined {
  const known = md5OfEtag(etag);
  if (known?.parts === undefined) return known;
  const partSize = guessPartSize(size, known.parts);
  return partSize === undefined ? undefined : { md5: known.md5, partSize };
}

/** Returns whether an ETag is that of an object whose parts have these MD5s. */
async function isEtag(
  { hashing }: Context,
  { md5, partSize }: EtagDigest,
  digests: readonly Uint8Array[],
): Promise<boolean> {
  if (partSize === undefined) return hex(digests[0]!) === md5;
  const whole = await hashing.incrementalMd5();
  for (const digest of digests) whole.update(digest);
  return hex(whole.digest()) === md5;
}

/** Returns the MD5s of parts that a sink has. Reads them in pieces, so that large parts need little memory. */
async function digestsOf({ hashing }: Context, sink: Sink, parts: Iterable<Range>): Promise<Uint8Array[]> {
  const digests: Uint8Array[] = [];
  for (const part of parts) {
    const digest = await hashing.incrementalMd5();
    for (const { start, end } of rangesOf(part.end - part.start, USUAL_PART)) {
      digest.update(await sink.read!(part.start + start, part.start + end));
    }
    digests.push(digest.digest());
  }
  return digests;
}
