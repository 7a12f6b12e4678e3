import { opendir } from 'node:fs/promises';
import { join } from 'node:path';

/** A file below a folder. */
export interface Found {
  readonly path: string;
  /** The path below the folder, with `/` between its parts. */
  readonly name: string;
}

/**
 * Yields all regular files below a folder. Symbolic links are not followed.
 *
 * @param skipped is called for entries that are neither files nor folders
 */
export async function* walk(
  folder: string,
  skipped: (path: string) => void,
  below = '',
): AsyncGenerator<Found> {
  for await (const entry of await opendir(folder)) {
    const path = join(folder, entry.name);
    const name = `${below}${entry.name}`;
    if (entry.isDirectory()) yield* walk(path, skipped, `${name}/`);
    else if (entry.isFile()) yield { path, name };
    else skipped(path);
  }
}
