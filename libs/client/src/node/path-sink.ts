import { randomUUID } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  lstatSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Sink } from '../download/sink.js';
import { TransferError } from '../errors.js';
import { SMALL_FILE } from './small-file.js';

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
const NEW_FILE = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
const NEW_MODE = 0o666;

/**
 * Returns a sink that writes a file under a temporary name beside its path, and renames it after all bytes have arrived
 * and are verified. An existing symbolic link of that name is replaced, and so is a file, whose mode is kept.
 *
 * @param size the size of the file in bytes
 * @throws TransferError `invalid_target` if the path is a device, a FIFO or a socket
 */
export function pathSink(path: string, size: number): Sink | Promise<Sink> {
  const mode = keptMode(path);
  return size <= SMALL_FILE ? smallFileSink(path, mode) : fileSink(path, mode);
}

/** Returns the mode of the file at a path; `undefined` if there is none. */
function keptMode(path: string): number | undefined {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (!stats || stats.isSymbolicLink() || stats.isDirectory()) return undefined; // a folder can't be replaced by a file
  if (!stats.isFile()) throw new TransferError('invalid_target', `${path} is not a regular file.`);
  return stats.mode & 0o777;
}

/** Keeps the bytes in memory, and then writes the file in one step. */
function smallFileSink(path: string, mode: number | undefined): Sink {
  let all = new Uint8Array(0);
  return {
    isOrdered: false,
    isCopying: false,
    write: (_, bytes) => {
      all = bytes;
      return Promise.resolve();
    },
    read: (start, end) => Promise.resolve(all.slice(start, end)),
    finish: () => Promise.resolve().then(() => replaceFile(path, all, mode)),
    abort: () => Promise.resolve(),
  };
}

function replaceFile(path: string, bytes: Uint8Array, mode: number | undefined): void {
  const partial = partialOf(path);
  const file = openSync(partial, NEW_FILE, mode ?? NEW_MODE);
  try {
    try {
      if (mode !== undefined) fchmodSync(file, mode);
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

async function fileSink(path: string, mode: number | undefined): Promise<Sink> {
  const partial = partialOf(path);
  const file = await open(partial, NEW_FILE, mode ?? NEW_MODE);
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
      if (mode !== undefined) await file.chmod(mode);
      await file.close();
      await rename(partial, path);
    },
    abort: async () => {
      await file.close().catch(() => undefined);
      await rm(partial, { force: true });
    },
  };
}

/** Returns a temporary name, which is short whatever the file's own name is. */
const partialOf = (path: string): string => join(dirname(path), `.presign-${randomUUID()}`);
