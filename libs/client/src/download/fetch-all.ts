import { USUAL_PART, type Context } from '../context.js';
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

/** The maximum number of ranges that one request fetches. Each request costs the storage time. */
const MOST_TOGETHER = 8;

/** The minimum number of requests into which many ranges are divided, so that several run until the end. */
const FEWEST_REQUESTS = 20;

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
  const ranges = [...rangesOf(size, check?.partSize ?? USUAL_PART)];
  const sink = target.isOrdered ? inOrder(target) : target;
  const arrivals = new Arrivals(context, ranges, sink, check, isCompared, onProgress);

  /** Fetches ranges, and takes each of them. */
  const fetchEach = (numbers: readonly number[], take: (number: number, fetched: Fetched) => Promise<void>) =>
    inParallel(
      adjacent(numbers, sink.isOrdered ? 1 : Math.min(MOST_TOGETHER, numbers.length / FEWEST_REQUESTS)),
      MOST_REQUESTS,
      (together, own) => {
        const wantedRanges = together.map((number) => ranges[number]!);
        const { start, end } = wantedRanges[0]!; // No other is longer, and one at a time is in memory.
        const fetch = async (): Promise<void> => {
          if (!sink.isOrdered) {
            const takeNext = (index: number, fetched: Fetched) => take(together[index]!, fetched);
            return fetchRanges(context, wanted, wantedRanges, takeNext, own);
          }
          // A range that waits for its turn must not keep others from being requested.
          let last: Fetched | undefined;
          const takeLater = (_: number, fetched: Fetched) => Promise.resolve(void (last = fetched));
          await fetchRanges(context, wanted, wantedRanges, takeLater, own);
          await take(together[0]!, last!);
        };
        return context.memory.run(end - start, fetch, own);
      },
      signal,
    );

  await fetchEach([...ranges.keys()], (number, fetched) => arrivals.keep(number, fetched));
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

const damaged = (): TransferError =>
  new TransferError(
    'corrupted',
    'The downloaded bytes differ from those in the storage. Download the object again.',
  );
