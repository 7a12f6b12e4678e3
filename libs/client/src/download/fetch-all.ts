import { USUAL_PART, type Context } from '../context.js';
import { TransferError } from '../errors.js';
import { hex } from '../hash/text.js';
import type { Verified } from '../upload/options.js';
import { inParallel } from '../work/in-parallel.js';
import { crcCheck, etagCheck, type Check } from './digests.js';
import { inOrder } from './in-order.js';
import type { DownloadOptions } from './options.js';
import { fetchRange, rangesOf, type Wanted } from './range.js';
import type { Sink } from './sink.js';

/** The maximum number of simultaneous requests for ranges. In practice, memory and the storage set the limit. */
const MOST_RANGES = 64;

/** How many times damaged ranges are fetched again. */
const MOST_PASSES = 5;

/** Fetches all ranges of an object into a sink. @throws TransferError, such as `corrupted` */
export async function fetchAll(
  context: Context,
  wanted: Wanted,
  target: Sink,
  { signal, onProgress, verify = true }: DownloadOptions,
): Promise<Verified> {
  const { size, etag, crc64nvme } = wanted;
  const canCompare = verify && context.hashing.hasMd5;
  let check = canCompare ? (checkOf(crc64nvme) ?? etagCheck(context, etag, size, target)) : undefined;
  const ranges = [...rangesOf(size, check?.partSize ?? USUAL_PART)];
  const digests: Uint8Array[] = [];
  const sink = target.isOrdered ? inOrder(target) : target;
  let loaded = 0;
  let isOpaque = false;

  /** Fetches ranges. Returns the numbers of those whose bytes differ from the previous time. */
  const pass = async (numbers: Iterable<number>, isFirst: boolean): Promise<Set<number>> => {
    const changed = new Set<number>();
    await inParallel(
      numbers,
      MOST_RANGES,
      async (number, own) => {
        const range = ranges[number]!;
        await context.memory.run(
          range.end - range.start,
          async () => {
            const fetched = await fetchRange(context, wanted, range, own);
            isOpaque ||= fetched.isOpaque;
            // The answer to a range has no checksum, or that of a part.
            if (canCompare && ranges.length === 1) check = checkOf(fetched.crc64nvme) ?? check;
            let { bytes } = fetched;
            if (check && !check.algorithm && !isFirst) {
              const before = await sink.read!(range.start, range.end);
              if (!isEqual(before, bytes)) changed.add(number);
            }
            if (check?.algorithm) {
              const digested = await context.hashing.digest(check.algorithm, bytes);
              ({ bytes } = digested);
              if (digests[number] && hex(digests[number]) !== hex(digested.digest)) changed.add(number);
              digests[number] = digested.digest;
            }
            if (isFirst || !sink.isOrdered) await sink.write(range.start, bytes);
            if (sink.isCopying) context.buffers.giveBack(bytes);
            if (!isFirst) return;
            loaded += range.end - range.start;
            onProgress?.({ loaded, total: size });
          },
          own,
        );
      },
      signal,
    );
    return changed;
  };

  await pass(ranges.keys(), true);
  if (!check || (isOpaque && check.algorithm !== 'CRC64NVME')) return 'none';
  let suspects: readonly number[] = [...ranges.keys()];
  for (let passes = 1; passes <= MOST_PASSES; passes++) {
    if (await check.fits(digests, ranges, sink)) return check.verified;
    // Either bytes were damaged on the way, or the ETag is computed in another way. In the second case, the same bytes
    // come again.
    if (suspects.length === 0) break;
    const changed = await pass(suspects, false);
    if (changed.size > 0 && sink.isOrdered) throw damaged();
    suspects = [...changed];
  }
  if (suspects.length > 0 || check.isCertain) throw damaged();
  return 'none';
}

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);

const checkOf = (crc64nvme: string | undefined): Check | undefined =>
  crc64nvme === undefined ? undefined : crcCheck(crc64nvme);

const damaged = (): TransferError =>
  new TransferError(
    'corrupted',
    'The downloaded bytes differ from those in the storage. Download the object again.',
  );
