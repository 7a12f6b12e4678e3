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
import { basename, dirname, join } from 'node:path';

/**
 * Writes a folder whole or not at all: beside its place first, then by rename.
 *
 * @throws what the file system says; nothing is left then
 */
export function writeFolder(folder: string, files: ReadonlyMap<string, string>): void {
  mkdirSync(dirname(folder), { recursive: true });
  const unfinished = mkdtempSync(join(dirname(folder), `.${basename(folder)}-`));
  try {
    for (const [name, text] of files) writeFileSync(join(unfinished, name), text, { flag: 'wx' });
    renameSync(unfinished, folder);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  }
}

/** Names of files that a folder lacks, has besides, or has otherwise; `undefined` where there is no such folder. */
export function differingFiles(
  folder: string,
  files: ReadonlyMap<string, string>,
): readonly string[] | undefined {
  if (!existsSync(folder)) return undefined;
  const there = new Set(readdirSync(folder));
  return [
    ...[...files]
      .filter(([name, text]) => !there.has(name) || readFileSync(join(folder, name), 'utf8') !== text)
      .map(([name]) => name),
    ...[...there].filter((name) => !files.has(name)),
  ];
}
