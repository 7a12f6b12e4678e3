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
export class IncomingBody {
  readonly #chunks: Uint8Array[] = [];
  #target: Uint8Array | undefined;
  #filled = 0;
  #isEnded = false;
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

  /** Takes bytes. The caller may overwrite them afterwards. */
  push(bytes: Uint8Array): void {
    if (this.#target) return this.#place(bytes, this.#target);
    this.#chunks.push(Uint8Array.from(bytes));
    this.#woken();
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

  /**
   * Reads the whole body into a buffer.
   *
   * @returns the length of the body
   * @throws Error of the connection, or if the body does not fit
   */
  async fill(target: Uint8Array): Promise<number> {
    this.#target = target;
    for (const chunk of this.#chunks.splice(0)) this.#place(chunk, target);
    while (!this.#isEnded) await this.#more();
    this.source.release();
    return this.#filled;
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

  /** Discards the rest of the body. */
  discard(): void {
    if (this.#isEnded) this.source.release();
    else this.source.destroy(new Error('given up'));
  }

  #place(bytes: Uint8Array, target: Uint8Array): void {
    if (this.#filled + bytes.byteLength > target.byteLength) {
      return this.source.destroy(new Error('more bytes than were asked for'));
    }
    const isThere = bytes.buffer === target.buffer && bytes.byteOffset === target.byteOffset + this.#filled;
    if (!isThere) target.set(bytes, this.#filled);
    this.#filled += bytes.byteLength;
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
