import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TenantFileError } from './tenant-file.errors.js';
import type { TenantFile } from './tenant-file.js';
import { parseTenantFile } from './tenant-file.reader.js';

/** The text of a tenant file, and a digest, by which texts are compared without keeping megabytes in memory. */
export interface TenantFileText {
  readonly text: string;
  readonly digest: string;
}

/** Reads a tenant file. @throws TenantFileError; an Error that names the file if it can’t be read */
export async function readTenantFile(path: string): Promise<TenantFile> {
  const { text } = await readText(path);
  return parseTenantFile(text, path);
}

/**
 * Reads a text in pieces. The C library keeps up to twice the largest block that was ever freed as free memory for good
 * (mallopt(3), M_MMAP_THRESHOLD).
 *
 * @throws TenantFileError if the file is not UTF-8; an Error that names the file if it can’t be read
 */
export async function readText(path: string): Promise<TenantFileText> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const decode = (bytes?: Buffer): string => {
    try {
      return decoder.decode(bytes, { stream: bytes !== undefined });
    } catch {
      throw new TenantFileError(path, [{ path: [], message: 'is not UTF-8; save it as such', line: 1 }]);
    }
  };
  const digest = createHash('sha256');
  let text = '';
  try {
    for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
      digest.update(bytes);
      text += decode(bytes);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
  return { text: text + decode(), digest: digest.digest('base64') };
}

/** Messages for operators, by the error code of the system. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'the file does not exist',
  EACCES: 'this user may not read it',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'its path leads through a file',
};

/**
 * Returns the error of a file that can't be read.
 *
 * @returns an Error that names the file, and keeps the `code` of the cause
 */
function unreadable(path: string, cause: unknown): Error {
  if (cause instanceof TenantFileError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const words = UNREADABLE[code ?? ''] ?? message;
  return Object.assign(new Error(`${path}: ${words}`, { cause }), { code });
}

/** Returns a text that changes when the file at the path is written or replaced by another. */
export async function versionOf(path: string): Promise<string> {
  const stats = await stat(path, { bigint: true }).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const { dev, ino, mtimeNs, ctimeNs, size } = stats;
  return [dev, ino, mtimeNs, ctimeNs, size].join(':');
}
