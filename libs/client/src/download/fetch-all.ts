import { PIECE, USUAL_PART, type Context } from '../context.js';
import { TransferError } from '../errors.js';
import type { Verified } from '../upload/options.js';
import { inParallel } from '../work/in-parallel.js';
import { adjacent } from './adjacent.js';
import { Arrivals } from './arrivals.js';
import { crcCheck, etagCheck } from './digests.js';
import { fetchRanges, type Fetched, type Wanted } from './fetch-ranges.js';
import { inOrder } from './in-order.js';
import type { DownloadOptions } from './options.js';
import { rangesOf } from './range.js';
import type { Sink } from './sink.js';

/** The maximum number of simultaneous requests. In practice, memory and the storage set the limit. */
const MOST_REQUESTS = 64;

/** The minimum and the maximum number of bytes that one request fetches of a large object, if the ranges allow it. */
const SHORTEST_REQUEST = USUAL_PART;
const LONGEST_REQUEST = 8 * USUAL_PART;

/** The minimum number of requests into which a large object is divided, so that several run until the end. */
const FEWEST_REQUESTS = 20;

/** The size up to which an object is received in small pieces, in bytes. The list of ranges takes memory, too. */
const LARGEST_IN_PIECES = 64 * 1024 ** 3;

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
  const isCompared = verify && context.hashing.hasMd5;
  const known = crc64nvme === undefined ? etagCheck(context, etag, size, target) : crcCheck(crc64nvme);
  const check = isCompared ? known : undefined;
  const length = check?.partSize ?? usualLength(size, target);
  const ranges = [...rangesOf(size, length)];
  const sink = target.isOrdered ? inOrder(target) : target;
  const arrivals = new Arrivals(context, ranges, sink, check, isCompared, onProgress);

  /** Fetches ranges, and takes each of them. */
  const fetchEach = (
    numbers: readonly number[],
    take: (number: number, fetched: Fetched, signal: AbortSignal) => Promise<void>,
  ) =>
    inParallel(
      adjacent(numbers, sink.isOrdered ? 1 : requestLength(size) / length),
      MOST_REQUESTS,
      (together, own) => {
        const wantedRanges = together.map((number) => ranges[number]!);
        const bytes = wantedRanges.at(-1)!.end - wantedRanges[0]!.start;
        const fetch = async (): Promise<void> => {
          const later: (() => Promise<void>)[] = [];
          const takeNext = async (index: number, fetched: Fetched): Promise<void> => {
            const takeIt = () => take(together[index]!, fetched, own);
            // A range that waits for its turn must not keep others from being requested.
            if (sink.isOrdered) later.push(takeIt);
            else await takeIt();
          };
          await fetchRanges(context, wanted, wantedRanges, takeNext, own);
          for (const takeIt of later) await takeIt();
        };
        // One range at a time is in memory. A request counts for more, since many would not be faster than a few.
        return context.memory.run(Math.min(bytes, Math.max(length, SHORTEST_REQUEST)), fetch, own);
      },
      signal,
    );

  await fetchEach([...ranges.keys()], (...arrived) => arrivals.keep(...arrived));
  const { comparison } = arrivals;
  if (!comparison) return 'none';
  let suspects = [...ranges.keys()];
  for (let passes = 1; passes <= MOST_PASSES; passes++) {
    if (await arrivals.fit(comparison)) return comparison.verified;
    // Either bytes were damaged on the way, or the ETag is computed in another way. In the second case, the same bytes
    // come again.
    if (suspects.length === 0) break;
    const changed: number[] = [];
    await fetchEach(suspects, async (number, fetched) => {
      if (await arrivals.replace(number, fetched)) changed.push(number);
    });
    if (changed.length > 0 && sink.isOrdered) throw damaged();
    suspects = changed.sort((one, other) => one - other);
  }
  if (suspects.length > 0 || comparison.isCertain) throw damaged();
  return 'none';
}

/** Returns the length of ranges that need not be those of parts. A small object has one range. */
const usualLength = (size: number, { isOrdered }: Sink): number =>
  isOrdered || size <= USUAL_PART || size > LARGEST_IN_PIECES ? USUAL_PART : PIECE;

/** Returns how many bytes a request for an object of this size fetches. Each request costs the storage time. */
const requestLength = (size: number): number =>
  Math.min(LONGEST_REQUEST, Math.max(SHORTEST_REQUEST, size / FEWEST_REQUESTS));

const damaged = (): TransferError =>
  new TransferError(
    'corrupted',
    'The downloaded bytes differ from those in the storage. Download the object again.',
  );
