import type { Sink } from './sink.js';

/** The sinks of one download, which may begin again. A stream has one sink, which is used again while it is empty. */
export class Target {
  #sink: Sink | undefined;
  #isWritten = false;

  /** @param sinkOf makes the sink for an object of this size in bytes */
  constructor(private readonly sinkOf: (size: number) => Promise<Sink> | Sink) {}

  /** Whether the download may begin again: bytes in a stream can't be taken back. */
  get canReopen(): boolean {
    return !(this.#sink?.isOrdered && this.#isWritten);
  }

  /** Returns an empty sink. @param size the size of the object in bytes @throws what `sinkOf` throws */
  async open(size: number): Promise<Sink> {
    if (this.#sink?.isOrdered) return this.#sink;
    const sink = await this.sinkOf(size);
    this.#sink = {
      ...sink,
      write: (...bytes) => {
        this.#isWritten = true;
        return sink.write(...bytes);
      },
    };
    return this.#sink;
  }

  /** Removes the bytes that were written, as far as possible. A stream is kept if the download begins again. */
  async abort(reason: unknown, isAgain: boolean): Promise<void> {
    if (!(isAgain && this.#sink?.isOrdered)) await this.#sink?.abort(reason);
  }
}
