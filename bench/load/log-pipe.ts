import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pipe as a container's runtime gives it to its process; Node's own `stdio: 'pipe'` is a socket. */
export interface LogPipe {
  /** For the process that logs. */
  readonly end: number;
  readonly reader: Socket;
  /** From now on a small process reads and drops what is logged, as a container's runtime would: Node costs more than the logging. */
  drain(): void;
  close(): void;
}

export function openLogPipe(): LogPipe {
  const folder = mkdtempSync(join(tmpdir(), 'tenant-presign-log-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const end = openSync(path, 'r+'); // for both, since opening one alone waits for the other
  const reader = new Socket({
    fd: openSync(path, constants.O_RDONLY | constants.O_NONBLOCK),
    writable: false,
  });
  const drainEnd = openSync(path, 'r');
  let drain: ChildProcess | undefined;
  rmSync(folder, { recursive: true }); // it needs no name any more
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
