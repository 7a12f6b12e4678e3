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
 * Writes a folder, either wholly or not at all: the files go into a temporary folder beside it, which is then renamed.
 *
 * @param files the contents by their paths in the folder
 * @param replace whether an existing folder is replaced; otherwise an existing folder is an error
 * @throws an error of the file system; the folder is then unchanged
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

/**
 * Returns the paths of files that are missing in a folder, superfluous, or different; `undefined` if there is no such
 * folder.
 */
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
