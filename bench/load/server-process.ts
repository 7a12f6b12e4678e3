import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openLogPipe, type LogPipe } from './log-pipe.ts';

export interface ServerCommand {
  /** The arguments for Node. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The unit of `/proc/PID/stat` is a hundredth of a second (USER_HZ) on Linux, independent of the kernel's own tick. */
const TICKS = 100;

/** A server in a process of its own. Its log is read and dropped. */
export class ServerProcess {
  readonly port: number;
  readonly #process: ChildProcess;
  readonly #log: LogPipe;

  private constructor(child: ChildProcess, log: LogPipe, port: number) {
    this.#process = child;
    this.#log = log;
    this.port = port;
  }

  /**
   * Starts a server. Settles when the server reports that it listens, by a JSON line `{"msg":"listening","url":…}` on
   * standard output.
   *
   * @throws Error if the server ended before
   */
  static async start({ args, env }: ServerCommand): Promise<ServerProcess> {
    const log = openLogPipe();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', log.end, 'inherit'],
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill); // the server is stopped even if the measurement fails
    child.once('exit', () => process.off('exit', kill));
    const lines = createInterface(log.reader);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${args.at(-1)} ended with ${code}`);
    });
    ended.catch(() => {}); // after the server listens, an end shows in failed requests
    const listening = (async () => {
      for await (const line of lines) {
        const { msg, url } = parse(line);
        if (msg === 'listening') return Number(new URL(url!).port);
      }
      return ended;
    })();
    const port = await Promise.race([listening, ended]);
    lines.close();
    log.drain();
    return new ServerProcess(child, log, port);
  }

  /** The resident memory in megabytes; `undefined` if the system has no /proc. */
  get memory(): number | undefined {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(this.#read('status'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  }

  /** The processor time of all threads so far, in seconds; `undefined` if the system has no /proc. */
  get cpu(): number | undefined {
    const fields = this.#read('stat').split(') ')[1]?.split(' ');
    return fields && (Number(fields[11]) + Number(fields[12])) / TICKS;
  }

  async stop(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const exit = once(this.#process, 'exit');
    if (this.#process.exitCode === null && this.#process.kill(signal)) await exit;
    this.#log.close();
  }

  #read(file: string): string {
    try {
      return readFileSync(`/proc/${this.#process.pid}/${file}`, 'utf8');
    } catch {
      return '';
    }
  }
}

function parse(line: string): { msg?: string; url?: string } {
  try {
    return JSON.parse(line) as { msg?: string; url?: string };
  } catch {
    return {};
  }
}
