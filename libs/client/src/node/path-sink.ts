import { closeSync, constants, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Sink } from '../download/sink.js';
import { SMALL_FILE } from './small-file.js';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
const NEW_FILE = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
const MODE = 0o666;

/**
 * Returns a sink that writes a file under a temporary name beside its path, and renames it after all bytes have arrived
 * and are verified. An existing file or symbolic link of that name is replaced.
 *
 * @param size the size of the file in bytes
 */
export const pathSink = (path: string, size: number): Sink | Promise<Sink> =>
  size <= SMALL_FILE ? smallFileSink(path) : fileSink(path);

/** Keeps the bytes in memory, and then writes the file in one step. */
function smallFileSink(path: string): Sink {
  let all = new Uint8Array(0);
  return {
    isOrdered: false,
    isCopying: false,
    write: (_, bytes) => {
      all = bytes;
      return Promise.resolve();
    },
    read: (start, end) => Promise.resolve(all.slice(start, end)),
    finish: () => Promise.resolve().then(() => replaceFile(path, all)),
    abort: () => Promise.resolve(),
  };
}

function replaceFile(path: string, bytes: Uint8Array): void {
  const partial = partialOf(path);
  const file = openSync(partial, NEW_FILE, MODE);
  try {
    try {
      writeFileSync(file, bytes);
    } finally {
      closeSync(file);
    }
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

async function fileSink(path: string): Promise<Sink> {
  const partial = partialOf(path);
  const file = await open(partial, NEW_FILE, MODE);
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
const partialOf = (path: string): string =>
  join(dirname(path), `.${basename(path).slice(0, 200)}.presign-${process.pid}-${counter++}`);
