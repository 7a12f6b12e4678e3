import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TenantFileError } from './tenant-file.errors.js';
import type { TenantFile } from './tenant-file.js';
import { parseTenantFile } from './tenant-file.reader.js';

/** What a tenant file says, and what tells it from another text without keeping megabytes of it. */
export interface TenantFileText {
  readonly text: string;
  readonly digest: string;
}

/** @throws TenantFileError, or an Error that names the file, for what can’t be read */
export async function readTenantFile(path: string): Promise<TenantFile> {
  const { text } = await readText(path);
  return parseTenantFile(text, path);
}

/**
 * In pieces: the C library keeps, for good, as much free memory as twice the largest block that was ever freed
 * (mallopt(3), M_MMAP_THRESHOLD).
 *
 * @throws TenantFileError for what is no UTF-8; Error that names the file, for what can’t be read
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

/** What the system says of a file, in words for operators. */
const UNREADABLE: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'is a folder, not a file',
  ENOTDIR: 'its path leads through a file',
};

/** @returns an Error that names the file, and keeps the `code` of the cause */
function unreadable(path: string, cause: unknown): Error {
  if (cause instanceof TenantFileError) return cause;
  const { code, message } = cause as NodeJS.ErrnoException;
  const words = UNREADABLE[code ?? ''] ?? message;
  return Object.assign(new Error(`${path}: ${words}`, { cause }), { code });
}

/** Differs when the file that the path leads to was written, or is another one. */
export async function versionOf(path: string): Promise<string> {
  const stats = await stat(path, { bigint: true }).catch((cause: unknown) => {
    throw unreadable(path, cause);
  });
  const { dev, ino, mtimeNs, ctimeNs, size } = stats;
  return [dev, ino, mtimeNs, ctimeNs, size].join(':');
}
