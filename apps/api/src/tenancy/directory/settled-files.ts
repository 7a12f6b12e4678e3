import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { idOfTeamFile, PLATFORM_FILE, type Reading } from '#tenant-file';
import { isAbsence, lookAt } from './small-file.js';

/**
 * The symbolic link by which Kubernetes replaces all files of a ConfigMap at once. With this link, no file is ever
 * half-written.
 */
const SWAPPED = '..data';
/**
 * The time in milliseconds for which a file must stay unchanged before it is read, because half a file may be valid
 * too.
 */
const SETTLE = 500;
/** The number of files that are inspected concurrently. */
const TOGETHER = 16;

const isTenantFile = (name: string): boolean => name === PLATFORM_FILE || idOfTeamFile(name) !== undefined;

/** The result of inspecting a file. */
export type Outcome =
  | { readonly state: 'absent' }
  | { readonly state: 'settled'; readonly version: string }
  | { readonly state: 'unreadable'; readonly reading: Reading<never> };

interface Known {
  seen: string | undefined;
  since: number;
  /** The version that was read last. */
  read: string | undefined;
}

/** Finds the files of a folder that have changed and are written completely. */
export class SettledFiles {
  readonly #known = new Map<string, Known>();
  /** The files that may have changed, each with the time at which to inspect it. */
  readonly #touched = new Map<string, number>();
  #isSwapped = false;

  constructor(
    private readonly folder: string,
    private readonly now: () => number,
  ) {}

  isPresent(name: string): boolean {
    return this.#known.has(name);
  }

  /** The files that are due for inspection. */
  get due(): readonly string[] {
    const now = this.now();
    return [...this.#touched].filter(([, at]) => at <= now).map(([name]) => name);
  }

  touch(name: string): void {
    if (isTenantFile(name)) this.#touched.set(name, Number.NEGATIVE_INFINITY);
  }

  /** Returns the names of all tenant files without inspecting the files. It never rejects. */
  async list(): Promise<readonly string[]> {
    try {
      const names = await readdir(this.folder);
      this.#isSwapped = names.includes(SWAPPED);
      const files = names.filter(isTenantFile);
      for (const name of files) {
        if (!this.#known.has(name)) this.#known.set(name, { seen: undefined, since: 0, read: undefined });
      }
      return files;
    } catch (error) {
      if (!isAbsence(error)) for (const name of this.#known.keys()) this.touch(name);
      return [];
    }
  }

  /** Marks every file that has changed since it was read, and every deleted file, for inspection. It never rejects. */
  async lookAtAll(): Promise<void> {
    const names = await this.list();
    const present = new Set(names);
    for (const name of this.#known.keys()) if (!present.has(name)) this.touch(name);
    for (let at = 0; at < names.length; at += TOGETHER) {
      const some = names.slice(at, at + TOGETHER);
      const looks = await Promise.all(some.map((name) => lookAt(join(this.folder, name))));
      for (const [index, look] of looks.entries()) {
        const name = some[index]!;
        if (look.state !== 'present' || look.version !== this.#known.get(name)?.read) this.touch(name);
      }
    }
  }

  /**
   * Inspects a file. It never rejects. A file that is touched during the inspection stays due.
   *
   * @returns `undefined` if the file has not changed since it was read, or is not settled yet
   */
  async outcome(name: string): Promise<Outcome | undefined> {
    this.#touched.delete(name);
    const look = await lookAt(join(this.folder, name));
    if (look.state !== 'present') {
      if (look.state === 'absent') this.#known.delete(name);
      else this.#track(name).read = undefined;
      return look;
    }
    const { version } = look;
    const known = this.#track(name);
    if (known.read === version) return undefined;
    if (known.seen !== version) Object.assign(known, { seen: version, since: this.now() });
    const settlesAt = known.since + (this.#isSwapped ? 0 : SETTLE);
    if (settlesAt <= this.now()) return { state: 'settled', version };
    if (!this.#touched.has(name)) this.#touched.set(name, settlesAt);
    return undefined;
  }

  /**
   * Records that a file was read, which every settled file must be. Call this with the version that the file had before
   * it was read.
   */
  async wasRead(name: string, version: string): Promise<void> {
    const look = await lookAt(join(this.folder, name));
    if (look.state !== 'present' || look.version !== version) return this.touch(name);
    this.#track(name).read = version;
  }

  #track(name: string): Known {
    let known = this.#known.get(name);
    if (!known) this.#known.set(name, (known = { seen: undefined, since: 0, read: undefined }));
    return known;
  }
}
