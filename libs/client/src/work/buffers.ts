/** The maximum number of buffers that are kept. The garbage collector frees the others. */
const MOST_KEPT = 8;

/**
 * Buffers of one length that are used again. New buffers cause page faults, and the garbage collector frees them late.
 */
export class Buffers {
  readonly #kept: Uint8Array<ArrayBuffer>[] = [];

  /** @param length the length of the kept buffers in bytes */
  constructor(private readonly length: number) {}

  /** Returns a buffer with arbitrary content. */
  take(length: number): Uint8Array<ArrayBuffer> {
    return (length === this.length ? this.#kept.pop() : undefined) ?? new Uint8Array(length);
  }

  /** Takes back a buffer that is no longer in use. */
  giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    const isWhole = bytes.byteLength === this.length && bytes.buffer.byteLength === this.length;
    if (isWhole && this.#kept.length < MOST_KEPT) this.#kept.push(bytes);
  }
}
