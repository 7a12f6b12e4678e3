import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fits } from '../api/shape.js';
import { NAMED_ENTRY, type Journal, type NamedEntry } from '../upload/journal.js';
import { fileNameOf, isOwnFile, partialOf, removeExpired } from './expired-notes.js';

/** Returns the folder `$XDG_STATE_HOME/presign` (XDG Base Directory Specification). */
export const journalFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local/state'), 'presign');

/**
 * Keeps interrupted uploads in a folder. Each has a file that only its owner can read. After the first entry was
 * written, files of expired entries are deleted while the upload goes on.
 */
export function fileJournal(folder = journalFolder()): Journal {
  const pathOf = (name: string) => join(folder, fileNameOf(name));
  let isTidy = false;
  return {
    get: async (name) => {
      const kept = await read(pathOf(name));
      if (kept?.name !== name) return undefined;
      return kept.entry.expiresAt > Date.now() ? kept.entry : undefined;
    },
    put: async (name, entry) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(name);
      const partial = partialOf(path);
      const file = await open(partial, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify({ name, entry } satisfies NamedEntry));
      } finally {
        await file.close();
      }
      await rename(partial, path);
      if (!isTidy) void removeExpired(folder);
      isTidy = true;
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    list: async () => {
      const files = (await filesIn(folder)).filter((file) => file.endsWith('.json'));
      const kept = await Promise.all(files.map((file) => read(join(folder, file))));
      return kept.filter((each) => each !== undefined && each.entry.expiresAt > Date.now()) as NamedEntry[];
    },
    forget: async () => {
      const files = (await filesIn(folder)).filter(isOwnFile);
      await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
    },
  };
}

const filesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

async function read(path: string): Promise<NamedEntry | undefined> {
  try {
    const json: unknown = JSON.parse(await readFile(path, 'utf8'));
    return fits(NAMED_ENTRY, json) ? (json as NamedEntry) : undefined;
  } catch {
    return undefined; // the file does not exist or can't be used
  }
}
