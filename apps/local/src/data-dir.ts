import { accessSync, constants, mkdirSync, statSync } from 'node:fs';

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'a part of the path does not exist',
  ENOTDIR: 'a part of the path is a file',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
};

/**
 * Makes the folder that keeps objects, if it does not exist.
 *
 * @throws Error that names `--data-dir` and gives the reason why the folder can't be used
 */
export function prepareDataDir(folder: string | undefined): void {
  if (folder === undefined) return;
  if (folder === '') throw new Error('--data-dir is empty. Give the path of a folder.');
  try {
    if (statSync(folder, { throwIfNoEntry: false })?.isFile()) throw unusable(folder, 'it is a file');
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw unusable(folder, REASONS[code] ?? code, error);
  }
}

/** Returns the error for a folder whose contents can't be used, such as a damaged database. */
export const unusableDataDir = (folder: string, cause: unknown): Error =>
  unusable(folder, `its contents can't be read (${(cause as Error).message})`, cause);

const unusable = (folder: string, reason: string, cause?: unknown): Error =>
  new Error(`--data-dir ${folder} can't be used: ${reason}. Give another folder.`, { cause });
