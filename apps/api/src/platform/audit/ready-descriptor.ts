import { constants, fstatSync, openSync, writeSync } from 'node:fs';
import { isatty } from 'node:tty';

/**
 * A descriptor on which a write returns at once, for where a descriptor leads: a pipe is opened once more, not to block,
 * which does not change the given descriptor for those who share it (open(2): the flag belongs to the open file
 * description). Writes to files and devices don't wait for a reader.
 *
 * @returns `undefined` where there is none: a terminal, a socket, a pipe on systems without Linux's /proc
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

/** @returns how many of the bytes were written: 0 where the pipe is full, and where anything is wrong */
export function writeReady(fd: number, bytes: Buffer): number {
  try {
    return writeSync(fd, bytes);
  } catch {
    return 0;
  }
}
