import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { TransferError } from '../errors.js';
import type { Fingerprint, RandomSource } from '../source.js';
import { SMALL_FILE } from './small-file.js';

/** A file that is open for reading. */
export interface OpenedFile extends AsyncDisposable {
  readonly source: RandomSource;
}

/** Opens a file to upload it. @throws what `open` throws; TransferError `invalid_source` if it is not a regular file */
export const openPath = async (path: string): Promise<OpenedFile> => openSmallFile(path) ?? openFile(path);

/** Reads a small file in one step. @returns `undefined` for anything else than a small regular file */
function openSmallFile(path: string): OpenedFile | undefined {
  if (!isSmallFile(statSync(path, { throwIfNoEntry: false }))) return undefined;
  const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const stats = fstatSync(file);
    if (!isSmallFile(stats)) return undefined;
    const bytes = new Uint8Array(stats.size);
    for (let filled = 0; filled < bytes.byteLength;) {
      const length = readSync(file, bytes, filled, bytes.byteLength - filled, filled);
      if (length === 0) throw becameShorter(path);
      filled += length;
    }
    if (stats.size === 0 && readSync(file, new Uint8Array(1), 0, 1, 0) > 0) throw hasNoSize(path);
    return {
      source: {
        kind: 'random',
        size: stats.size,
        fingerprint: fingerprintOf(stats),
        look: () => Promise.resolve().then(() => fingerprintOf(statSync(path))),
        read: (start, end) => Promise.resolve(bytes.slice(start, end)),
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    };
  } finally {
    closeSync(file);
  }
}

const isSmallFile = (stats: Stats | undefined): boolean =>
  stats?.isFile() === true && stats.size <= SMALL_FILE;

async function openFile(path: string): Promise<OpenedFile> {
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
            if (bytesRead === 0) throw becameShorter(path);
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

const becameShorter = (path: string): TransferError =>
  new TransferError('source_changed', `${path} became shorter while it was read.`);

/** Files such as those of /proc have bytes, and a size of 0. They must not become empty objects. */
const hasNoSize = (path: string): TransferError =>
  new TransferError('invalid_source', `${path} has bytes, although its size is 0. Upload it as a stream.`);

const fingerprintOf = ({ size, mtimeMs }: { size: number; mtimeMs: number }): Fingerprint => ({
  size,
  modifiedAt: mtimeMs,
});
