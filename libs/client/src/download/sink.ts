/** The target of a download, which receives the bytes of an object. */
export interface Sink {
  /** Whether writes must come in order. Otherwise they may come in any order, and repeatedly. */
  readonly isOrdered: boolean;
  /** Whether the caller may reuse the bytes of a write after the write has settled. */
  readonly isCopying: boolean;
  /** Writes bytes. Only a sink that puts writes in order waits for others, until the signal is aborted. */
  readonly write: (start: number, bytes: Uint8Array<ArrayBuffer>, signal?: AbortSignal) => Promise<void>;
  /** Reads bytes that were written. @param end the position after the last byte */
  readonly read?: ((start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>) | undefined;
  /** Finishes the sink after everything was written and verified. */
  readonly finish: () => Promise<void>;
  /** Removes the bytes that were written, as far as possible. */
  readonly abort: (reason: unknown) => Promise<void>;
}

/** Returns a sink that keeps the bytes in memory. @param size bytes */
export function memorySink(size: number): Sink & { readonly bytes: Uint8Array<ArrayBuffer> } {
  const all = new Uint8Array(size);
  return {
    bytes: all,
    isOrdered: false,
    isCopying: true,
    write: (start, bytes) => {
      all.set(bytes, start);
      return Promise.resolve();
    },
    read: (start, end) => Promise.resolve(all.slice(start, end)),
    finish: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  };
}

/** Returns a sink that writes to a stream. */
export function writableSink(stream: WritableStream<Uint8Array>): Sink {
  const writer = stream.getWriter();
  return {
    isOrdered: true,
    isCopying: false,
    write: (_, bytes) => writer.write(bytes),
    finish: () => writer.close(),
    abort: (reason) => {
      // `abort` waits for the write in progress, which may never settle (Streams Standard, WritableStreamAbort).
      void writer.abort(reason).catch(() => undefined);
      return Promise.resolve();
    },
  };
}
