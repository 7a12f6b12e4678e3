/** Takes the bytes of an object. */
export interface Sink {
  /** Whether writes must come in order; else they may come in any, and again. */
  readonly isOrdered: boolean;
  /** Whether the bytes of a write are no longer needed once it has settled. */
  readonly isCopying: boolean;
  readonly write: (start: number, bytes: Uint8Array<ArrayBuffer>) => Promise<void>;
  /** Reads what was written. @param end behind the last byte */
  readonly read?: ((start: number, end: number) => Promise<Uint8Array<ArrayBuffer>>) | undefined;
  /** Everything was written, and is right. */
  readonly finish: () => Promise<void>;
  /** Takes back what was written, as far as possible. */
  readonly abort: (reason: unknown) => Promise<void>;
}

/** Keeps the bytes in memory. @param size bytes */
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

/** Writes to a stream. */
export function writableSink(stream: WritableStream<Uint8Array>): Sink {
  const writer = stream.getWriter();
  return {
    isOrdered: true,
    isCopying: false,
    write: (_, bytes) => writer.write(bytes),
    finish: () => writer.close(),
    abort: (reason) => writer.abort(reason).catch(() => undefined),
  };
}
