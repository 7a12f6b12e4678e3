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

/** @throws TenantFileError, or what reading the file throws */
export async function readTenantFile(path: string): Promise<TenantFile> {
  const { text } = await readText(path);
  return parseTenantFile(text, path);
}

/**
 * In pieces: the C library keeps, for good, as much free memory as twice the largest block that was ever freed
 * (mallopt(3), M_MMAP_THRESHOLD).
 *
 * @throws TenantFileError for what is no UTF-8, or what reading the file throws
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
  for await (const bytes of createReadStream(path) as AsyncIterable<Buffer>) {
    digest.update(bytes);
    text += decode(bytes);
  }
  return { text: text + decode(), digest: digest.digest('base64') };
}

/** Differs when the file that the path leads to was written, or is another one. */
export async function versionOf(path: string): Promise<string> {
  const { dev, ino, mtimeNs, ctimeNs, size } = await stat(path, { bigint: true });
  return [dev, ino, mtimeNs, ctimeNs, size].join(':');
}
