import type { Context } from '../context.js';
import type { Digested } from '../hash/hashing.js';
import { hex } from '../hash/text.js';
import type { OnProgress } from '../progress.js';
import { crcCheck, type Check } from './digests.js';
import type { Fetched } from './fetch-ranges.js';
import type { Range } from './range.js';
import type { Sink } from './sink.js';

/** The ranges of an object that have arrived: their bytes in the sink, and their digests. */
export class Arrivals {
  /** The digests by the number of the range, if the comparison needs them. */
  readonly #digests: Uint8Array[] = [];
  #loaded = 0;
  #isOpaque = false;

  /**
   * @param ranges the ranges of the whole object
   * @param check the comparison; `undefined` if none is known yet
   * @param isCompared whether a checksum of a response to the whole object is used
   */
  constructor(
    private readonly context: Context,
    private readonly ranges: readonly Range[],
    private readonly sink: Sink,
    private check: Check | undefined,
    private readonly isCompared: boolean,
    private readonly onProgress: OnProgress | undefined,
  ) {}

  /** The comparison; `undefined` if there is nothing to compare with. An opaque ETag is not computed from the bytes. */
  get comparison(): Check | undefined {
    return this.#isOpaque && this.check?.algorithm !== 'CRC64NVME' ? undefined : this.check;
  }

  /** Returns whether everything that has arrived is as the storage reports it. */
  fit({ fits }: Check): Promise<boolean> {
    return fits(this.#digests, this.ranges, this.sink);
  }

  /** Keeps a range that arrives for the first time. */
  async keep(number: number, fetched: Fetched, signal: AbortSignal): Promise<void> {
    const { start, end } = this.ranges[number]!;
    this.#isOpaque ||= fetched.isOpaque;
    // The answer to a range has no checksum, or that of a part.
    if (this.isCompared && this.ranges.length === 1 && fetched.crc64nvme !== undefined) {
      this.check = crcCheck(fetched.crc64nvme);
    }
    const { bytes } = await this.#digested(number, fetched);
    await this.sink.write(start, bytes, signal);
    this.#giveBack(bytes);
    this.#loaded += end - start;
    this.onProgress?.({ loaded: this.#loaded, total: this.ranges.at(-1)!.end });
  }

  /** Replaces a range that arrives again. @returns whether it differs from the previous time */
  async replace(number: number, fetched: Fetched): Promise<boolean> {
    const { start, end } = this.ranges[number]!;
    const before = this.#digests[number];
    const { bytes, digest } = await this.#digested(number, fetched);
    const isChanged =
      before && digest ? hex(before) !== hex(digest) : !isEqual(await this.sink.read!(start, end), bytes);
    if (!this.sink.isOrdered) await this.sink.write(start, bytes);
    this.#giveBack(bytes);
    return isChanged;
  }

  async #digested(number: number, { bytes }: Fetched): Promise<Pick<Digested, 'bytes'> & Partial<Digested>> {
    if (!this.check?.algorithm) return { bytes };
    const digested = await this.context.hashing.digest(this.check.algorithm, bytes);
    this.#digests[number] = digested.digest;
    return digested;
  }

  #giveBack(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.sink.isCopying) this.context.buffers.giveBack(bytes);
  }
}

const isEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
