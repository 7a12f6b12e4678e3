import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

/**
 * Writes a folder whole or not at all: beside its place first, then by rename.
 *
 * @param files by their paths in the folder
 * @param replace whether a folder that is there goes; without it that is an error
 * @throws what the file system says; the folder is as it was then
 */
export function writeFolder(
  folder: string,
  files: ReadonlyMap<string, string>,
  { replace = false } = {},
): void {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(unfinished, path)), { recursive: true });
      writeFileSync(join(unfinished, path), text, { flag: 'wx' });
    }
    if (replace) rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Paths of files that a folder lacks, has besides, or has otherwise; `undefined` where there is no such folder. */
export function differingFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  if (!existsSync(folder)) return undefined;
  const there = new Set(filesIn(folder));
  return [
    ...[...files]
      .filter(([path, text]) => !there.has(path) || readFileSync(join(folder, path), 'utf8') !== text)
      .map(([path]) => path),
    ...[...there].filter((path) => !files.has(path)),
  ];
}

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll(sep, '/'),
    );
