import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * Opens the target of a descriptor so that writes return at once. A pipe is opened a second time in non-blocking mode,
 * because the flag belongs to the open file description (open(2)): setting it on the given descriptor would change the
 * descriptor for every process that shares it. Writes to files and devices do not wait for a reader.
 *
 * @returns `undefined` for a terminal, a socket, and a pipe on systems without Linux's /proc
 */
export function readyDescriptor(fd: number): number | undefined {
  try {
    const kind = fstatSync(fd);
    if (kind.isFIFO()) return openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK);
    return kind.isFile() || (kind.isCharacterDevice() && !isatty(fd)) ? fd : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes as many bytes as fit without blocking.
 *
 * @returns the number of bytes written; 0 if the pipe is full or the write fails
 */
export function writeReady(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch {
    return 0;
  }
}
