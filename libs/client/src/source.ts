import { TransferError } from './errors.js';

/** The properties by which a changed file is recognised. */
export interface Fingerprint {
  /** The size in bytes. */
  readonly size: number;
  /** The time of the last change, in milliseconds since the epoch. */
  readonly modifiedAt: number;
}

/** A source whose bytes can be read in any order and repeatedly. */
export interface RandomSource {
  readonly kind: 'random';
  /** The size in bytes. */
  readonly size: number;
  /** The fingerprint of a source that can be found again after a restart. */
  readonly fingerprint?: Fingerprint | undefined;
  /**
   * Reads bytes.
   *
   * @param end the position after the last byte
   * @param take returns a buffer that may be filled and returned
   * @throws TransferError `source_changed` if there are fewer bytes
   */
  readonly read: (
    start: number,
    end: number,
    take?: (length: number) => Uint8Array<ArrayBuffer>,
  ) => Promise<Uint8Array<ArrayBuffer>>;
  /** Returns the fingerprint of the source as it is now. */
  readonly look?: (() => Promise<Fingerprint>) | undefined;
}

/** A source whose bytes come once and in order. */
export interface StreamSource<Item = Uint8Array> {
  readonly kind: 'stream';
  /** The size in bytes, if known. */
  readonly size?: number | undefined;
  readonly chunks: AsyncIterable<Item>;
}

/** A chunk of a stream. A text is encoded as UTF-8. */
export type Chunk = Uint8Array | string;

export type Source = RandomSource | StreamSource<Chunk>;

/** The types that can be uploaded in every environment. */
export type Body = Blob | Uint8Array | ArrayBuffer | string | ReadableStream<Chunk> | AsyncIterable<Chunk>;

/** Returns the source of a body. @param size the number of bytes of a stream, if known */
export function sourceOf(body: Body, size?: number): Source {
  if (typeof body === 'string') return bytesSource(new TextEncoder().encode(body));
  if (body instanceof ArrayBuffer) return bytesSource(new Uint8Array(body));
  if (body instanceof Uint8Array) return bytesSource(body);
  if (body instanceof Blob) return blobSource(body);
  return { kind: 'stream', size, chunks: Symbol.asyncIterator in body ? body : chunksOf(body) };
}

const bytesSource = (bytes: Uint8Array): RandomSource => ({
  kind: 'random',
  size: bytes.byteLength,
  // A copy, which may be moved to a thread. `slice` of a Node Buffer makes none.
  read: (start, end) => Promise.resolve(new Uint8Array(bytes.subarray(start, end))),
});

function blobSource(blob: Blob): RandomSource {
  const modifiedAt = (blob as Partial<File>).lastModified;
  return {
    kind: 'random',
    size: blob.size,
    ...(modifiedAt !== undefined && { fingerprint: { size: blob.size, modifiedAt } }),
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

/** Yields the chunks of a stream. Safari's streams can't be iterated. */
async function* chunksOf(stream: ReadableStream<Chunk>): AsyncGenerator<Chunk> {
  const reader = stream.getReader();
  for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
}

/**
 * Yields the bytes of a stream, which must have the declared number of bytes, if there is one.
 *
 * @throws TransferError `source_changed`
 */
export async function* bytesOf(
  chunks: AsyncIterable<Chunk>,
  size: number | undefined,
): AsyncGenerator<Uint8Array> {
  const encoder = new TextEncoder();
  let length = 0;
  for await (const chunk of chunks) {
    const bytes = typeof chunk === 'string' ? encoder.encode(chunk) : chunk;
    length += bytes.byteLength;
    if (size !== undefined && length > size) throw otherSize(size, 'more');
    yield bytes;
  }
  if (size !== undefined && length < size) throw otherSize(size, 'fewer');
}

const otherSize = (size: number, difference: 'more' | 'fewer'): TransferError =>
  new TransferError(
    'source_changed',
    `The stream has ${difference} bytes than its declared size of ${size}.`,
  );

/**
 * Splits a stream into pieces of `length` bytes. Only the last piece is shorter, and only an empty stream has an empty
 * piece.
 */
export async function* piecesOf(
  chunks: AsyncIterable<Uint8Array>,
  length: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let piece = new Uint8Array(length);
  let filled = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    for (let from = 0; from < chunk.byteLength;) {
      if (filled === length) {
        yield piece;
        isFirst = false;
        piece = new Uint8Array(length);
        filled = 0;
      }
      const part = chunk.subarray(from, from + length - filled);
      piece.set(part, filled);
      filled += part.byteLength;
      from += part.byteLength;
    }
  }
  if (filled > 0 || isFirst) yield piece.slice(0, filled);
}
