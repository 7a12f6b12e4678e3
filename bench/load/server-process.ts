import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { openLogPipe, type LogPipe } from './log-pipe.ts';

export interface ServerCommand {
  /** Of Node. */
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** `/proc/PID/stat` counts in hundredths of a second (USER_HZ), on Linux whatever the kernel's own tick. */
const TICKS = 100;

/** A server in a process of its own. What it logs is read and dropped. */
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
   * Settles when the server says that it listens: a JSON line `{"msg":"listening","url":…}` on standard output.
   *
   * @throws Error where it ended before
   */
  static async start({ args, env }: ServerCommand): Promise<ServerProcess> {
    const log = openLogPipe();
    const child = spawn(process.execPath, args, {
      stdio: ['ignore', log.end, 'inherit'],
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    });
    const kill = () => child.kill('SIGKILL');
    process.once('exit', kill); // nothing is left behind, however the measuring ends
    child.once('exit', () => process.off('exit', kill));
    const lines = createInterface(log.reader);
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`${args.at(-1)} ended with ${code}`);
    });
    ended.catch(() => {}); // once it listens, the sender of requests finds out
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

  /** Megabytes that are resident; `undefined` where the system has no /proc. */
  get memory(): number | undefined {
    const kilobytes = /VmRSS:\s+(\d+)/.exec(this.#read('status'))?.[1];
    return kilobytes === undefined ? undefined : Math.round(Number(kilobytes) / 1024);
  }

  /** Seconds of processor time so far, of all threads; `undefined` where the system has no /proc. */
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
