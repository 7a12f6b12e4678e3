/** Buffers that are kept, at most; the rest is left to the garbage collector. */
const MOST_KEPT = 8;

/** Buffers of one length that are used again: fresh ones cost page faults, and the collector frees them late. */
export class Buffers {
  readonly #kept: Uint8Array<ArrayBuffer>[] = [];

  /** @param length bytes of the buffers that are kept */
  constructor(private readonly length: number) {}

  /** Gives out a buffer, whose bytes are any. */
  take(length: number): Uint8Array<ArrayBuffer> {
    return (length === this.length ? this.#kept.pop() : undefined) ?? new Uint8Array(length);
  }

  /** Takes back a buffer that nothing reads or writes any more. */
  giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    const isWhole = bytes.byteLength === this.length && bytes.buffer.byteLength === this.length;
    if (isWhole && this.#kept.length < MOST_KEPT) this.#kept.push(bytes);
  }
}
