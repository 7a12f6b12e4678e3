import { readFile, stat } from 'node:fs/promises';
import { TenantFileError } from './tenant-file.mistakes.js';
import { parseTenantFile } from './tenant-file.reader.js';
import type { TenantFile } from './tenant-file.js';

/** @throws TenantFileError, or what reading the file throws */
export async function readTenantFile(path: string): Promise<TenantFile> {
  return parseTenantFile(await readText(path), path);
}

/** @throws TenantFileError for what is no UTF-8, or what reading the file throws */
export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new TenantFileError(path, [{ path: [], message: 'is not UTF-8; save it as such', line: 1 }]);
  }
}

/** Differs when the file that the path leads to was written, or is another one. */
export async function versionOf(path: string): Promise<string> {
  const { dev, ino, mtimeNs, ctimeNs, size } = await stat(path, { bigint: true });
  return [dev, ino, mtimeNs, ctimeNs, size].join(':');
}
