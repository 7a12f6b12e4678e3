/** The maximum number of buffers of each length that are kept. The garbage collector frees the others. */
const MOST_KEPT = 8;

/**
 * Buffers of certain lengths that are used again. New buffers cause page faults, and the garbage collector frees them
 * late.
 */
export class Buffers {
  readonly #kept: ReadonlyMap<number, Uint8Array<ArrayBuffer>[]>;

  /** @param lengths the lengths of the kept buffers in bytes */
  constructor(...lengths: readonly number[]) {
    this.#kept = new Map(lengths.map((length) => [length, []]));
  }

  /** Returns a buffer with arbitrary content. */
  take(length: number): Uint8Array<ArrayBuffer> {
    return this.#kept.get(length)?.pop() ?? new Uint8Array(length);
  }

  /** Takes back a buffer that is no longer in use. */
  giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    const kept = bytes.byteLength === bytes.buffer.byteLength ? this.#kept.get(bytes.byteLength) : undefined;
    if (kept && kept.length < MOST_KEPT) kept.push(bytes);
  }
}
