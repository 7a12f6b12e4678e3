import { realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

/**
 * Writes a file that its owner alone may read: whole or not at all, beside its place first, then by rename. A link stays one.
 *
 * @throws what the file system says; the file is as it was then
 */
export function writeSecret(path: string, text: string): void {
  const place = targetOf(path);
  const unfinished = `${place}.${randomUUID()}`;
  try {
    writeFileSync(unfinished, text, { mode: 0o600, flag: 'wx', flush: true });
    renameSync(unfinished, place);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

function targetOf(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path; // there is none yet
  }
}
