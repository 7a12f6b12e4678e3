import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync } from 'node:fs';
import { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A pipe as a container's runtime gives it to its process; Node's own `stdio: 'pipe'` is a socket. */
export interface LogPipe {
  /** For the process that logs. */
  readonly end: number;
  readonly reader: Socket;
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
  rmSync(folder, { recursive: true }); // it needs no name any more
  return {
    end,
    reader,
    close() {
      reader.destroy();
      closeSync(end);
    },
  };
}
