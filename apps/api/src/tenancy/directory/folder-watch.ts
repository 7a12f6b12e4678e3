import { watch, type FSWatcher } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';

/** The events of a watched folder. */
export interface FolderEvents {
  /** Called when a file of this name was written, renamed or deleted. */
  changed(name: string): void;
  /** Called when any file may have changed. */
  changedSomehow(): void;
  /**
   * Called with a reason if changes are no longer reported, so that the folder must be polled; called with `undefined`
   * once they are reported again.
   */
  blind(reason: string | undefined): void;
}

/**
 * Watches a folder by inotify, with one watch for any number of files. Regular checks detect that the path leads to
 * another folder, or to none.
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

  /** Starts the watch if it is not running, or if the path leads to another folder. It never rejects. */
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
        if (name === basename(this.path)) this.stop(); // the folder itself may be deleted
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

/** Returns an identifier of the folder, which changes when the path leads to another folder. */
async function folderAt(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
