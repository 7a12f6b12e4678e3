import type { Context } from '../context.js';
import { md5OfEtag, guessPartSize } from '../hash/etag.js';
import { hex } from '../hash/text.js';
import type { Range } from './range.js';
import type { Sink } from './sink.js';

/** How the MD5 of an ETag is made: of the whole, or of the MD5s of parts (S3 API Reference, "Object", ETag). */
export interface EtagCheck {
  readonly md5: string;
  /** Bytes of each part; `undefined` for the whole. */
  readonly partSize?: number;
}

/** The largest parts that are held in memory whole. Bytes. */
const LARGEST_PART = 64 * 1024 ** 2;

/** Returns how an object could be compared with its ETag; `undefined` if it can't. */
export function etagCheck({ hashing }: Context, etag: string, size: number): EtagCheck | undefined {
  const known = hashing.hasMd5 ? md5OfEtag(etag) : undefined;
  if (!known) return undefined;
  if (known.parts === undefined) return { md5: known.md5 };
  const partSize = guessPartSize(size, known.parts);
  return partSize !== undefined && partSize <= LARGEST_PART ? { md5: known.md5, partSize } : undefined;
}

/** Returns whether the digests of all ranges make the ETag. @param digests MD5s of the ranges, in order */
export async function isEtag(
  { hashing }: Context,
  { md5, partSize }: EtagCheck,
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
