import { hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { unreadable, versionOf, type Reading } from '#tenant-file';

/**
 * The maximum size of a team's file in bytes. Reading one takes some milliseconds at most, and requests of other
 * tenants wait that long.
 */
export const MAX_TEAM_FILE = 128 * 1024;

/** The state of a file at one inspection. */
export type Look =
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly reading: Reading<never> }
  | { readonly state: 'present'; readonly version: string };

/** The content of a file that was read. */
export type Content =
  | { readonly state: 'text'; readonly text: string; readonly digest: string }
  | { readonly state: 'unreadable'; readonly reading: Reading<never> };

/** Returns whether the file exists, and its version. It never rejects. */
export async function lookAt(path: string): Promise<Look> {
  try {
    return { state: 'present', version: await versionOf(path) };
  } catch (error) {
    return isAbsence(error) ? { state: 'absent' } : { state: 'unreadable', reading: failure(error) };
  }
}

/**
 * Reads a file of limited size. It never rejects.
 *
 * @param max maximum size in bytes
 */
export async function readSmall(path: string, max: number): Promise<Content> {
  try {
    const { size } = await stat(path);
    if (size > max) return { state: 'unreadable', reading: tooLarge(size, max) };
    const bytes = await readFile(path);
    if (bytes.length > max) return { state: 'unreadable', reading: tooLarge(bytes.length, max) };
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { state: 'text', text, digest: hash('sha256', bytes, 'base64') };
  } catch (error) {
    return { state: 'unreadable', reading: failure(error) };
  }
}

/** Returns whether an error means that the path leads to nothing, because the file or its folder was deleted. */
export const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const failure = (error: unknown): Reading<never> =>
  unreadable(
    error instanceof TypeError
      ? 'is not UTF-8; save it as such'
      : `can’t be read: ${(error as Error).message}`,
  );

const tooLarge = (size: number, max: number): Reading<never> =>
  unreadable(`has ${size} bytes, and at most ${max} are allowed; use fewer grants, or prefixes with claims`);
