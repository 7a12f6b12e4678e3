import type { Context } from '../context.js';
import { TransferError } from '../errors.js';
import { bareEtag, hasOpaqueEtag } from '../hash/etag.js';
import { crc64nvmeOf } from '../hash/object-checksum.js';
import { exchange } from '../storage/exchange.js';
import type { HttpResponse } from '../storage/send.js';
import type { Signed } from '../api/signed.js';

/** A range of an object's bytes, from `start` up to but excluding `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** The object to download: one version, even if another object is later uploaded to the key. */
export interface Wanted {
  readonly sign: (signal?: AbortSignal) => Promise<Signed>;
  /** Discards the URL, so that the next range is signed again. */
  readonly forgetUrl: () => void;
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

/** Yields the ranges of an object. An empty object has one range. */
export function* rangesOf(size: number, length: number): Generator<Range> {
  for (let start = 0; start === 0 || start < size; start += length) {
    yield { start, end: Math.min(size, start + length) };
  }
}

/**
 * Fetches a range.
 *
 * @throws TransferError, such as `object_changed`, `unexpected_response`, and the errors of `exchange`
 */
export function fetchRange(
  context: Context,
  wanted: Wanted,
  range: Range,
  signal?: AbortSignal,
): Promise<Fetched> {
  const isWhole = range.start === 0 && range.end === wanted.size;
  return exchange(context, {
    sign: wanted.sign,
    onDenied: wanted.forgetUrl,
    ...(!isWhole && { headers: { range: `bytes=${range.start}-${range.end - 1}` } }),
    signal,
    read: async (response) => {
      requireRange(response, wanted, isWhole);
      const bytes = context.buffers.take(range.end - range.start);
      if ((await fill(response, bytes)) !== bytes.length) throw wrongLength(bytes.length);
      return { bytes, isOpaque: hasOpaqueEtag(response), crc64nvme: crc64nvmeOf(response) };
    },
  });
}

function requireRange(response: HttpResponse, { etag }: Wanted, isWhole: boolean): void {
  const answered = response.header('etag');
  if (answered !== undefined && bareEtag(answered) !== bareEtag(etag)) {
    response.discard();
    const message = 'The object was replaced while it was downloaded. Download it again.';
    throw new TransferError('object_changed', message, { isTemporary: true });
  }
  if (!isWhole && response.status !== 206) {
    response.discard();
    throw new TransferError('unexpected_response', `S3 answered ${response.status} to a range.`, {
      isTemporary: true,
    });
  }
}

/**
 * Reads a body into a buffer.
 *
 * @returns the length of the body; more than the buffer's length if the body does not fit
 */
async function fill(response: HttpResponse, bytes: Uint8Array): Promise<number> {
  if (response.fill) return response.fill(bytes);
  let filled = 0;
  for await (const chunk of response.body) {
    if (filled + chunk.byteLength > bytes.length) {
      response.discard();
      return filled + chunk.byteLength;
    }
    bytes.set(chunk, filled);
    filled += chunk.byteLength;
  }
  return filled;
}

const wrongLength = (length: number): TransferError =>
  new TransferError('network', `The storage sent more or less than ${length} bytes.`, { isTemporary: true });
