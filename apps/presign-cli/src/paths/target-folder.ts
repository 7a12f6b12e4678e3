import { randomUUID } from 'node:crypto';
import { lstat, mkdir, realpath, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TransferError } from '#client';
import { localSegments } from './local-name.js';

/** A folder that objects are downloaded into, and that nothing leaves: neither by a name nor through a symbolic link. */
export class TargetFolder {
  readonly #folders = new Map<string, Promise<void>>();
  readonly #taken = new Map<string, string>();

  private constructor(
    private readonly root: string,
    private readonly foldsCase: boolean,
  ) {}

  /**
   * Makes the folder if it is not there.
   *
   * @param foldsCase tells whether a folder's file system holds `A` and `a` for the same
   */
  static async open(path: string, foldsCase = isCaseFolding): Promise<TargetFolder> {
    await mkdir(path, { recursive: true });
    const root = await realpath(path);
    return new TargetFolder(root, await foldsCase(root));
  }

  /**
   * The path of a file, whose folders are made.
   *
   * @param name what the key has behind the prefix
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

  /** Where the file system holds `A` and `a` for the same, only the first of them is written. */
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

/** Names that any file system takes for the same: "ß" is "SS" for some, and "ſ" is "s" (Unicode, full case folding). */
const fold = (name: string): string => name.normalize('NFD').toUpperCase().toLowerCase().normalize('NFC');

/** @throws TransferError `symbolic_link` for a link where a folder should be */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
  if ((await lstat(path)).isDirectory()) return;
  throw new TransferError('symbolic_link', `${path} is no folder, or a symbolic link. It is not followed.`);
}

/** Looks for a file by its name in other case. */
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
