import type { BodyReader } from '../storage/body-reader.js';

/** The number of bytes that are read at once. */
const AT_ONCE = 512 * 1024;

/** The operations of the connection that a body uses. */
export interface BodySource {
  readonly resume: () => void;
  /** Releases the connection for further requests after everything was read. */
  readonly release: () => void;
  readonly destroy: (error: Error) => void;
}

/** The body of a response. It is received directly into the buffer that is filled, or otherwise chunk by chunk. */
export class IncomingBody implements BodyReader {
  readonly #chunks: Uint8Array[] = [];
  #target: Uint8Array | undefined;
  #filled = 0;
  #isEnded = false;
  #isReleased = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  /** @param isSized whether the body is sent with a Content-Length, and not in chunks (RFC 9112 §7.1) */
  constructor(
    private readonly source: BodySource,
    private readonly isSized: boolean,
  ) {}

  /** Whether a reader waits for more bytes. */
  get isWanted(): boolean {
    return this.#wake !== undefined;
  }

  /** Returns the buffer for the next bytes; `undefined` if they must be kept elsewhere first. */
  room(): Uint8Array | undefined {
    if (!this.isSized || !this.#target || this.#filled >= this.#target.byteLength) return undefined;
    return this.#target.subarray(this.#filled, this.#filled + AT_ONCE);
  }

  /** Copies bytes that have arrived, so that the caller may overwrite them afterwards. */
  push(bytes: Uint8Array): void {
    const rest = bytes.subarray(this.#place(bytes));
    if (rest.byteLength > 0) this.#chunks.push(Uint8Array.from(rest));
    if (!this.#target || this.#filled === this.#target.byteLength) this.#woken();
  }

  end(): void {
    this.#isEnded = true;
    this.#woken();
  }

  fail(error: Error): void {
    if (this.#isEnded) return;
    this.#error ??= error;
    this.#woken();
  }

  /** Fills a buffer. @returns the number of bytes @throws Error of the connection */
  async fill(target: Uint8Array): Promise<number> {
    this.#target = target;
    this.#filled = 0;
    for (const chunk of this.#chunks.splice(0)) this.push(chunk);
    while (this.#filled < target.byteLength && !this.#isEnded) await this.#more();
    this.#target = undefined;
    return this.#filled;
  }

  /** Returns whether the body ends here, and then releases the connection. @throws Error of the connection */
  async isAtEnd(): Promise<boolean> {
    while (!this.#isEnded && this.#chunks.length === 0) await this.#more();
    if (this.#chunks.length > 0) return false;
    this.discard();
    return true;
  }

  /** Yields the chunks of the body. @throws Error of the connection */
  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    try {
      while (!this.#isEnded || this.#chunks.length > 0) {
        const chunk = this.#chunks.shift();
        if (chunk) yield chunk;
        else await this.#more();
      }
    } finally {
      this.discard();
    }
  }

  /** Discards the rest of the body. If there is none, the connection is released. */
  discard(): void {
    if (this.#isReleased) return;
    this.#isReleased = true;
    if (this.#isEnded) this.source.release();
    else this.source.destroy(new Error('given up'));
  }

  /** Places bytes into the buffer that is filled. @returns the number of bytes for which there is room */
  #place(bytes: Uint8Array): number {
    if (!this.#target) return 0;
    const placed = bytes.subarray(0, this.#target.byteLength - this.#filled);
    const isThere =
      bytes.buffer === this.#target.buffer && bytes.byteOffset === this.#target.byteOffset + this.#filled;
    if (!isThere) this.#target.set(placed, this.#filled);
    this.#filled += placed.byteLength;
    return placed.byteLength;
  }

  async #more(): Promise<void> {
    if (!this.#error) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
        this.source.resume();
      });
    }
    if (this.#error) throw this.#error;
  }

  #woken(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
