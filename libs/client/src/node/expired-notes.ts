import { createHash, randomUUID } from 'node:crypto';
import { link, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fits } from '../api/shape.js';
import { NAMED_ENTRY, type NamedEntry } from '../upload/journal.js';

/** Returns the name of the file of an entry. */
export const fileNameOf = (name: string): string => `${createHash('sha256').update(name).digest('hex')}.json`;

/** Returns the temporary name of a file, under which it is written or deleted. */
export const partialOf = (path: string): string => `${path}.${randomUUID()}`;

const NOTE = /^[\da-f]{64}\.json$/;
const PARTIAL = /^[\da-f]{64}\.json\.[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;

/** Returns whether a file has a name that only this library gives. */
export const isOwnFile = (fileName: string): boolean => NOTE.test(fileName) || PARTIAL.test(fileName);

/** The age from which a temporary file is one that a killed process left, in milliseconds. */
const ABANDONED = 24 * 3600 * 1000;

/**
 * Deletes the files of expired entries, and the temporary files that killed processes left. All other files are kept.
 * Never throws: a file that can't be deleted now is deleted later.
 */
export async function removeExpired(folder: string): Promise<void> {
  const files = await readdir(folder, { withFileTypes: true }).catch(() => []);
  for (const file of files) {
    const path = join(folder, file.name);
    if (!file.isFile()) continue;
    if (NOTE.test(file.name)) await removeNote(path, file.name).catch(() => undefined);
    if (PARTIAL.test(file.name)) await removePartial(path).catch(() => undefined);
  }
}

/**
 * Deletes a note if it has expired. Another process may replace the note at any time. So the note is renamed first, and
 * gets its name back if it is a new one.
 */
async function removeNote(path: string, fileName: string): Promise<void> {
  if (!(await isExpired(path, fileName))) return;
  const taken = partialOf(path);
  await rename(path, taken);
  if (!(await isExpired(taken, fileName))) await link(taken, path);
  await rm(taken);
}

/** Returns whether a file is an entry of a journal, and has expired. */
async function isExpired(path: string, fileName: string): Promise<boolean> {
  const json: unknown = JSON.parse(await readFile(path, 'utf8'));
  if (!fits(NAMED_ENTRY, json)) return false;
  const { name, entry } = json as NamedEntry;
  return fileNameOf(name) === fileName && entry.expiresAt <= Date.now();
}

async function removePartial(path: string): Promise<void> {
  const { mtimeMs } = await stat(path);
  if (mtimeMs < Date.now() - ABANDONED) await rm(path);
}
