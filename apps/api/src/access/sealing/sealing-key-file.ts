import { readFile } from 'node:fs/promises';
import type { SealingKeySource } from '../../platform/process/environment.js';
import { parseSealingKeys, type SealingKeys } from './sealing-keys.js';

/** Milliseconds after which the file is looked at again, because of a request: kubelet swaps mounted Secrets under us. */
const MAX_AGE = 1_000;

/**
 * The sealing keys of a file, reread on change. It may come later, as an optional Secret does; a change for the worse is
 * reported and not taken over.
 */
export class SealingKeyFile {
  #text: string | undefined;
  #keys: SealingKeys | undefined;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #looking: Promise<void> | undefined;
  #failed = false;

  private constructor(
    private readonly source: SealingKeySource,
    private readonly report: (failure: Error) => void,
  ) {}

  /**
   * @param report is told when the file can't be used, once for each time that it breaks
   * @throws Error that names the file, where it is there and can't be used
   */
  static async open(
    path: string,
    now: number,
    report: (failure: Error) => void = () => {},
  ): Promise<SealingKeyFile> {
    const source = { name: `SEALING_KEYS_FILE ${path}`, read: () => readFile(path, 'utf8') };
    const file = new SealingKeyFile(source, report);
    await file.#read(now).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw file.#unusable(error);
      file.#fail(error);
    });
    return file;
  }

  /** The keys of another source, which may fail at the start: what seals is unavailable until it doesn't. */
  static async of(
    source: SealingKeySource,
    now: number,
    report: (failure: Error) => void,
  ): Promise<SealingKeyFile> {
    const file = new SealingKeyFile(source, report);
    await file.#read(now).catch((error: unknown) => file.#fail(error));
    return file;
  }

  /**
   * @param now milliseconds since the epoch
   * @returns `undefined` while there has been no file
   */
  async current(now: number): Promise<SealingKeys | undefined> {
    if (Math.abs(now - this.#lookedAt) >= MAX_AGE) {
      await (this.#looking ??= this.#read(now)
        .catch((error: unknown) => this.#fail(error))
        .finally(() => (this.#looking = undefined)));
    }
    return this.#keys;
  }

  async #read(now: number): Promise<void> {
    this.#lookedAt = now;
    const text = await this.source.read();
    if (text !== this.#text) this.#keys = await parseSealingKeys(text);
    this.#text = text;
    this.#failed = false;
  }

  #fail(error: unknown): void {
    if (!this.#failed) this.report(this.#unusable(error));
    this.#failed = true;
  }

  #unusable(cause: unknown): Error {
    const { message } = cause as Error;
    return new Error(`${this.source.name} can’t be used. ${message}`, { cause });
  }
}
