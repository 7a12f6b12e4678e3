import { hash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { unreadable, versionOf, type Reading } from '#tenant-file';

/** Bytes of a team’s file: to read one takes some milliseconds at most, and other tenants’ requests wait that long. */
export const MAX_TEAM_FILE = 128 * 1024;

/** A file as one look found it. */
export type Look =
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly reading: Reading<never> }
  | { readonly state: 'present'; readonly version: string };

/** What a file held. */
export type Content =
  | { readonly state: 'text'; readonly text: string; readonly digest: string }
  | { readonly state: 'unreadable'; readonly reading: Reading<never> };

/** Returns whether there is a file, and which. Rejects never. */
export async function lookAt(path: string): Promise<Look> {
  try {
    return { state: 'present', version: await versionOf(path) };
  } catch (error) {
    return isAbsence(error) ? { state: 'absent' } : { state: 'unreadable', reading: failure(error) };
  }
}

/** Reads a file of at most so many bytes. Rejects never. @param max bytes */
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

/** Names the path to nothing: the file was deleted, or its folder. */
export const isAbsence = (error: unknown): boolean =>
  ['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '');

const failure = (error: unknown): Reading<never> =>
  unreadable(
    error instanceof TypeError
      ? 'is not UTF-8; save it as such'
      : `can’t be read: ${(error as Error).message}`,
  );

const tooLarge = (size: number, max: number): Reading<never> =>
  unreadable(`has ${size} bytes; ${max} are the most: use fewer grants, or prefixes with claims`);
