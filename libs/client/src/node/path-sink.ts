import { constants } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Sink } from '../download/sink.js';

/**
 * Returns a sink that writes a file under a temporary name beside its path, and renames it after all bytes have arrived
 * and are verified. An existing file or symbolic link of that name is replaced.
 */
export async function pathSink(path: string): Promise<Sink> {
  const partial = join(dirname(path), `.${basename(path).slice(0, 200)}.presign-${process.pid}-${counter++}`);
  const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
  const file = await open(partial, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW, 0o666);
  return {
    isOrdered: false,
    isCopying: true,
    write: async (start, bytes) => {
      for (let written = 0; written < bytes.byteLength;) {
        const { bytesWritten } = await file.write(
          bytes,
          written,
          bytes.byteLength - written,
          start + written,
        );
        written += bytesWritten;
      }
    },
    read: async (start, end) => {
      const bytes = new Uint8Array(end - start);
      await file.read(bytes, 0, bytes.byteLength, start);
      return bytes;
    },
    finish: async () => {
      await file.close();
      await rename(partial, path);
    },
    abort: async () => {
      await file.close().catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

let counter = 0;
