import { randomUUID } from 'node:crypto';
import { lstat, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TransferError } from '#client';
import { localSegments } from './local-name.js';

/** A folder for downloads. No download can leave it, neither by its name nor through a symbolic link. */
export class TargetFolder {
  readonly #folders = new Map<string, Promise<void>>();
  readonly #taken = new Map<string, string>();

  private constructor(
    private readonly root: string,
    private readonly foldsCase: boolean,
  ) {}

  /**
   * Opens the folder, and makes it if it does not exist.
   *
   * @param foldsCase returns whether the file system of a folder treats `A` and `a` as equal
   */
  static async open(path: string, foldsCase = isCaseFolding): Promise<TargetFolder> {
    await mkdir(path, { recursive: true });
    const root = await realpath(path);
    return new TargetFolder(root, await foldsCase(root));
  }

  /**
   * Returns the path of a file, and makes its folders.
   *
   * @param name the rest of the key after the prefix
   * @throws TransferError `unsafe_name`, `name_collision`, `symbolic_link`
   */
  async pathFor(name: string): Promise<string> {
    const segments = localSegments(name);
    this.#take(name);
    let folder = this.root;
    for (const segment of segments.slice(0, -1)) {
      folder = join(folder, segment);
      const made = this.#folders.get(folder) ?? makeFolder(folder);
      this.#folders.set(folder, made);
      await made;
    }
    return join(folder, segments.at(-1)!);
  }

  /** Reserves a name. If the file system treats `A` and `a` as equal, only the first of them is written. */
  #take(name: string): void {
    if (!this.foldsCase) return;
    const folded = fold(name);
    const other = this.#taken.get(folded);
    if (other !== undefined && other !== name) {
      throw new TransferError('name_collision', `On this file system it has the same name as ${other}.`);
    }
    this.#taken.set(folded, name);
  }
}

/**
 * Returns the same text for all names that some file system treats as equal. Some treat "ß" like "SS", and "ſ" like "s"
 * (Unicode, full case folding).
 */
const fold = (name: string): string => name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');

/** Makes a folder. @throws TransferError `symbolic_link` if the path is a link or a file */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if ((await lstat(path)).isDirectory()) return;
  throw new TransferError(
    'symbolic_link',
    `${path} is not a folder, or is a symbolic link, which is not followed. Choose another target.`,
  );
}

/**
 * Returns whether a folder's file system ignores case, by writing a file and looking for its name in the other case.
 */
export async function isCaseFolding(folder: string): Promise<boolean> {
  const name = `.presign-${randomUUID()}`;
  const path = join(folder, `${name}a`);
  await writeFile(path, '', { flag: 'wx' });
  try {
    await lstat(join(folder, `${name}A`));
    return true;
  } catch {
    return false;
  } finally {
    await rm(path);
  }
}
