import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** What is told of a folder. */
export interface FolderEvents {
  /** A file of this name was written, renamed or deleted. */
  changed(name: string): void;
  /** Anything may have changed. */
  changedSomehow(): void;
  /** Changes are not told any more, so look for them; or they are told again. */
  blind(reason: string | undefined): void;
}

/**
 * Watches a folder by inotify, with one watch however many files it holds. Notices by a look now and then that its path
 * leads to another folder, or to none.
 */
export class FolderWatch {
  #watcher: FSWatcher | undefined;
  #folder: string | undefined;
  #reason: string | undefined;

  constructor(
    private readonly path: string,
    private readonly events: FolderEvents,
    private readonly watchFolder: typeof watch = watch,
  ) {}

  /** Begins to watch where it doesn’t yet. Rejects never. */
  async look(): Promise<void> {
    const folder = await folderAt(this.path);
    if (folder === this.#folder && this.#watcher) return;
    const isAnother = folder !== this.#folder;
    this.#folder = folder;
    this.stop();
    if (folder !== undefined) this.#watch();
    if (isAnother) this.events.changedSomehow();
  }

  stop(): void {
    this.#watcher?.close();
    this.#watcher = undefined;
  }

  #watch(): void {
    try {
      const watcher = this.watchFolder(this.path, { persistent: false }, (_, name) => {
        if (name === basename(this.path)) this.stop(); // deleted itself, perhaps: another may have its number
        if (name === null || name.startsWith('..') || !this.#watcher) this.events.changedSomehow();
        else this.events.changed(name);
      });
      watcher.on('error', (error) => this.#blind(error));
      this.#watcher = watcher;
      if (this.#reason !== undefined) this.events.blind((this.#reason = undefined));
    } catch (error) {
      this.#blind(error as Error);
    }
  }

  #blind({ message }: Error): void {
    this.stop();
    if (this.#reason === message) return;
    this.#reason = message;
    this.events.blind(message);
  }
}

/** Differs when the path leads to another folder. */
async function folderAt(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
