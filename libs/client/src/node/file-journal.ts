import { createHash } from 'node:crypto';
import { mkdir, open, readFile, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Journal, JournalEntry } from '../upload/journal.js';

/** `$XDG_STATE_HOME/presign` (XDG Base Directory Specification). */
export const journalFolder = (env: NodeJS.ProcessEnv = process.env): string =>
  join(env['XDG_STATE_HOME'] || join(homedir(), '.local/state'), 'presign');

interface Kept {
  readonly name: string;
  readonly entry: JournalEntry;
}

/** Keeps interrupted uploads in a folder, one file each, that only its owner may read. */
export function fileJournal(folder = journalFolder()): Journal {
  const pathOf = (name: string) => join(folder, `${createHash('sha256').update(name).digest('hex')}.json`);
  return {
    get: async (name) => {
      const kept = await read(pathOf(name));
      if (kept?.name !== name) return undefined;
      return kept.entry.expiresAt > Date.now() ? kept.entry : undefined;
    },
    put: async (name, entry) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const path = pathOf(name);
      const partial = `${path}.${process.pid}`;
      const file = await open(partial, 'w', 0o600);
      try {
        await file.writeFile(JSON.stringify({ name, entry } satisfies Kept));
      } finally {
        await file.close();
      }
      await rename(partial, path);
    },
    remove: (name) => rm(pathOf(name), { force: true }),
    forget: async () => {
      const files = await readdir(folder).catch(() => []);
      await Promise.all(files.map((file) => rm(join(folder, file), { force: true })));
    },
  };
}

async function read(path: string): Promise<Kept | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Kept;
  } catch {
    return undefined; // there is none, or it can't be used
  }
}
