import { opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file below a folder. */
export interface Found {
  readonly path: string;
  /** The path below the folder, with `/` between its parts. */
  readonly name: string;
}

export interface WalkOptions {
  /** Called for an entry that is neither a file nor a folder. */
  readonly onSkipped: (path: string) => void;
  /** Called for a folder that can’t be read. The walk continues with the next entry. */
  readonly onUnreadable: (path: string, error: unknown) => void;
}

/** Yields all regular files below a folder. Symbolic links are not followed. */
export async function* walk(folder: string, options: WalkOptions, below = ''): AsyncGenerator<Found> {
  try {
    for await (const entry of await opendir(folder)) {
      const path = join(folder, entry.name);
      const name = `${below}${entry.name}`;
      if (entry.isDirectory()) yield* walk(path, options, `${name}/`);
      else if (entry.isFile()) yield { path, name };
      else options.onSkipped(path);
    }
  } catch (error) {
    options.onUnreadable(folder, error);
  }
}
