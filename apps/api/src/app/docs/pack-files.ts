import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { constants, gzipSync } from 'node:zlib';
import type { DocsFile } from './docs-files.d.mts';

/**
 * Returns a module that contains files, so that a bundle includes them and reads them on first use.
 *
 * @param sources files by path
 */
export function packFiles(sources: ReadonlyMap<string, string>): string {
  const files = Object.fromEntries(Array.from(sources, ([path, file]) => [path, packed(readFileSync(file))]));
  return `export const files = ${JSON.stringify(files, null, 1)};\n`;
}

const packed = (bytes: Buffer): DocsFile => ({
  etag: `W/"${createHash('sha256').update(bytes).digest('base64url')}"`,
  gzip: gzipSync(bytes, { level: constants.Z_BEST_COMPRESSION }).toString('base64'),
});
