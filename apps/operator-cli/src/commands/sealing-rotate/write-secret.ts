import { realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';

/**
 * Writes a file that only its owner can read, either wholly or not at all: the text goes to a temporary file beside it,
 * which is then renamed. A symbolic link stays a symbolic link.
 *
 * @throws an error of the file system; the file is then unchanged
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
    return path; // the file does not exist yet
  }
}
