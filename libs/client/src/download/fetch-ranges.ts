import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { bareEtag, hasOpaqueEtag } from '../hash/etag.js';
import { crc64nvmeOf } from '../hash/object-checksum.js';
import { chunkReader } from '../storage/body-reader.js';
import { exchange } from '../storage/exchange.js';
import { isPushBack } from '../storage/refusal.js';
import type { HttpResponse } from '../storage/send.js';
import type { Signed } from '../api/signed.js';
import type { Range } from './range.js';

/** The number of failed attempts after which a URL is signed again, because it may have been damaged on the way. */
const MOST_FAILURES = 3;

/** The number of other ETags after which the object counts as replaced. A proxy may change one of them. */
const MOST_ETAGS = 3;

/** The object to download: one version, even if another object is later uploaded to the key. */
export interface Wanted {
  readonly sign: (signal?: AbortSignal) => Promise<Signed>;
  /** Discards the URL after a refusal, so that the next range is signed again, perhaps without the checksum. */
  readonly refused: () => void;
  /** Discards a URL, so that the next range is signed again. */
  readonly forgetUrl: (failed: Signed) => void;
  /** The size in bytes. */
  readonly size: number;
  readonly etag: string;
  /** The checksum in Base64, if it is known in advance. */
  readonly crc64nvme?: string | undefined;
}

export interface Fetched {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether the ETag is not an MD5. */
  readonly isOpaque: boolean;
  /** The checksum of the whole object, in Base64, if the response has it. */
  readonly crc64nvme: string | undefined;
}

/**
 * Fetches adjacent ranges by one request, and those that are missing by another if the response breaks off.
 *
 * @param take is called for each range in turn. The next bytes are not read before it has settled.
 * @throws TransferError, such as `object_changed`, `unexpected_response`, and the errors of `exchange`; what `take`
 *   throws
 */
export async function fetchRanges(
  context: Context,
  wanted: Wanted,
  ranges: readonly Range[],
  take: (index: number, fetched: Fetched) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  let done = 0;
  let most = ranges.length;
  const takeNext = async (fetched: Fetched): Promise<void> => {
    await take(done, fetched);
    done += 1;
  };
  while (done < ranges.length) {
    const before = done;
    await fetchFirst(context, wanted, ranges.slice(done, done + most), takeNext, signal);
    if (done === before) most = 1;
  }
}

/**
 * Fetches ranges until the response ends or breaks off. At least the first range arrives, except if there are several
 * and the response does not say which bytes it has.
 */
function fetchFirst(
  context: Context,
  wanted: Wanted,
  ranges: readonly Range[],
  take: (fetched: Fetched) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const together = { start: ranges[0]!.start, end: ranges.at(-1)!.end };
  const isWhole = together.start === 0 && together.end === wanted.size;
  let failures = 0;
  let otherEtags = 0;
  let used: Signed;
  return exchange(context, {
    sign: async (own) => (used = await wanted.sign(own)),
    onDenied: wanted.refused,
    onLost: () => {
      if (++failures % MOST_FAILURES === 0) wanted.forgetUrl(used);
    },
    ...(!isWhole && { headers: { range: `bytes=${together.start}-${together.end - 1}` } }),
    signal,
    read: async (response) => {
      let isFirst = true;
      try {
        if (hasOtherEtag(response, wanted)) throw objectChanged(++otherEtags < MOST_ETAGS);
        if (!isWhole && response.status !== 206)
          throw unexpected(`S3 answered ${response.status} to a range.`);
        if (!saysWhatItHas(response, together) && ranges.length > 1) return response.discard();
        for await (const fetched of rangesIn(response, ranges, context)) {
          await take(fetched);
          isFirst = false;
        }
      } catch (error) {
        response.discard();
        if (isFirst || !(error instanceof TransferError && error.isTemporary)) throw error;
        if (isPushBack(error)) context.requests.pushedBack();
      }
    },
  });
}

/** Yields the ranges in the body of a response. @throws TransferError `network` if its length is wrong */
async function* rangesIn(
  response: HttpResponse,
  ranges: readonly Range[],
  { buffers }: Context,
): AsyncGenerator<Fetched> {
  const reader = response.reader ?? chunkReader(response.body);
  const facts = { isOpaque: hasOpaqueEtag(response), crc64nvme: crc64nvmeOf(response) };
  for (const [index, { start, end }] of ranges.entries()) {
    const bytes = buffers.take(end - start);
    const isFull = (await reader.fill(bytes)) === bytes.byteLength;
    const isLast = index === ranges.length - 1;
    if (!isFull || (isLast && !(await reader.isAtEnd()))) throw wrongLength(bytes.byteLength);
    yield { bytes, ...facts };
  }
}

function hasOtherEtag({ header }: HttpResponse, { etag }: Wanted): boolean {
  const answered = header('etag');
  return answered !== undefined && bareEtag(answered) !== bareEtag(etag);
}

/**
 * Returns whether the head of a response says that its body has the range. Otherwise, bytes that are missing may be
 * missing anywhere. Browsers hide `Content-Range`.
 *
 * @throws TransferError `unexpected_response` if the body has other bytes
 */
function saysWhatItHas({ header }: HttpResponse, { start, end }: Range): boolean {
  const range = header('content-range');
  const length = header('content-length');
  if (range !== undefined && !range.startsWith(`bytes ${start}-${end - 1}/`)) {
    throw unexpected(`S3 answered another range than bytes ${start} to ${end - 1}.`);
  }
  if (length !== undefined && Number(length) !== end - start) throw wrongLength(end - start);
  return range !== undefined || length !== undefined;
}

const objectChanged = (isTemporary: boolean): TransferError =>
  new TransferError('object_changed', 'The object was replaced while it was downloaded. Download it again.', {
    isTemporary,
  });

const unexpected = (message: string): TransferError =>
  new TransferError('unexpected_response', message, { isTemporary: true });

const wrongLength = (length: number): TransferError =>
  new TransferError('network', `The storage sent more or less than ${length} bytes.`, { isTemporary: true });
