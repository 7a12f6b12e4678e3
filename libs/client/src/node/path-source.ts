import { open, stat } from 'node:fs/promises';
import { TransferError } from '../errors.js';
import type { Fingerprint, RandomSource } from '../source.js';

/** A file that is open for reading. */
export interface OpenedFile extends AsyncDisposable {
  readonly source: RandomSource;
}

/** Opens a file to upload it. @throws what `open` throws; TransferError `invalid_source` if it is not a regular file */
export async function openPath(path: string): Promise<OpenedFile> {
  const file = await open(path, 'r');
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw new TransferError('invalid_source', `${path} is not a regular file.`);
    return {
      source: {
        kind: 'random',
        size: stats.size,
        fingerprint: fingerprintOf(stats),
        look: async () => fingerprintOf(await stat(path)),
        read: async (start, end, take = (length) => new Uint8Array(length)) => {
          const bytes = take(end - start);
          for (let filled = 0; filled < bytes.byteLength;) {
            const { bytesRead } = await file.read(bytes, filled, bytes.byteLength - filled, start + filled);
            if (bytesRead === 0)
              throw new TransferError('source_changed', `${path} became shorter while it was read.`);
            filled += bytesRead;
          }
          return bytes;
        },
      },
      [Symbol.asyncDispose]: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

const fingerprintOf = ({ size, mtimeMs }: { size: number; mtimeMs: number }): Fingerprint => ({
  size,
  modifiedAt: mtimeMs,
});
