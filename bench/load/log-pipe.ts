import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * A pipe for the log of a process, as a container runtime provides it. Node's own `stdio: 'pipe'` is a socket instead.
 */
export interface LogPipe {
  /** The file descriptor for the process that logs. */
  readonly end: number;
  readonly reader: Socket;
  /**
   * Starts a small process that reads and drops the log, like a container runtime. Node would cost more for this than
   * the logging itself.
   */
  drain(): void;
  close(): void;
}

export function openLogPipe(): LogPipe {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-presign-log-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const end = openSync(path, 'r+'); // opened for reading and writing, since opening only one side waits for the other
  const reader = new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    writable: false,
  });
  const drainEnd = openSync(path, 'r');
  let drain: ChildProcess | undefined;
  rmSync(folder, { recursive: true }); // the pipe needs no name any more
  return {
    end,
    reader,
    drain() {
      reader.destroy();
      drain = spawn('cat', { stdio: [drainEnd, 'ignore', 'inherit'] });
    },
    close() {
      reader.destroy();
      drain?.kill();
      closeSync(drainEnd);
      closeSync(end);
    },
  };
}
