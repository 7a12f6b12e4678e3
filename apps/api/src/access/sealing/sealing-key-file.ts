import { readFile } from 'node:fs/promises';
import type { SealingKeySource } from '../../platform/process/environment.js';
import { parseSealingKeys, type SealingKeys } from './sealing-keys.js';

/**
 * The milliseconds after which a request causes the file to be checked again, because kubelet replaces mounted Secrets
 * at any time.
 */
const MAX_AGE = 1_000;

/**
 * The sealing keys of a file, which is read again when it changes. The file may appear after the start, like an
 * optional Secret. An invalid change is reported and not applied.
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
   * Opens a file.
   *
   * @param report called each time the file becomes unusable
   * @throws Error that names the file, if the file exists and can't be used
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

  /** Opens another source of keys. If it fails at the start, sealing is unavailable until it succeeds. */
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
   * Returns the current keys.
   *
   * @param now milliseconds since the epoch
   * @returns `undefined` until the file exists for the first time
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
