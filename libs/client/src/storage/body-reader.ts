/** Reads the body of a response into buffers, one after the other. */
export interface BodyReader {
  /** Fills a buffer. @returns the number of bytes, which is less than the buffer's length if the body ended */
  readonly fill: (buffer: Uint8Array) => Promise<number>;
  /** Returns whether the body ends here. Waits until the next bytes or the end arrive. */
  readonly isAtEnd: () => Promise<boolean>;
}

/** Returns a reader of a body that arrives in chunks. */
export function chunkReader(body: AsyncIterable<Uint8Array>): BodyReader {
  const chunks = body[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array(0);
  /** Waits for bytes. @returns whether there are any */
  const more = async (): Promise<boolean> => {
    while (rest.byteLength === 0) {
      const { done, value } = await chunks.next();
      if (done) return false;
      rest = value;
    }
    return true;
  };
  return {
    fill: async (buffer) => {
      let filled = 0;
      while (filled < buffer.byteLength && (await more())) {
        const part = rest.subarray(0, buffer.byteLength - filled);
        buffer.set(part, filled);
        filled += part.byteLength;
        rest = rest.subarray(part.byteLength);
      }
      return filled;
    },
    isAtEnd: async () => !(await more()),
  };
}
