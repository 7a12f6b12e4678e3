import { spawn } from 'node:child_process';

/** What a call of kubectl printed. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  readonly input?: string;
  /** Milliseconds. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** Milliseconds. */
const TIMEOUT = 60_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

/** kubectl is not on PATH. */
export class NoKubectl extends Error {
  constructor() {
    super('kubectl is not on PATH. Install kubectl 1.31 or newer.');
  }
}

/** kubectl with its current context, or another. Everything that is done to the cluster can be done by hand. */
export class Kubectl {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly context: string | undefined,
  ) {}

  /**
   * In a process group of its own, so that Ctrl-C in a terminal ends no call that cleans up.
   *
   * @throws NoKubectl; what the signal was aborted for
   */
  call(
    args: readonly string[],
    { input = '', timeout = TIMEOUT, signal }: CallOptions = {},
  ): Promise<Outcome> {
    signal?.throwIfAborted();
    const context = this.context === undefined ? [] : ['--context', this.context];
    const child = spawn('kubectl', [...context, ...args], { env: this.env, detached: true, timeout });
    const stop = () => child.kill();
    signal?.addEventListener('abort', stop);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out = keep(out, text)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err = keep(err, text)));
    child.stdin.on('error', () => {}).end(input); // it ended without reading all
    return new Promise((resolve, reject) => {
      child.on('error', (error: NodeJS.ErrnoException) =>
        reject(error.code === 'ENOENT' ? new NoKubectl() : error),
      );
      child.on('close', (code) => {
        signal?.removeEventListener('abort', stop);
        if (signal?.aborted === true) reject(signal.reason as Error);
        else
          resolve({
            code: code ?? 1,
            out,
            err: code === null ? `no answer in ${timeout / 1000} s` : err.trim(),
          });
      });
    });
  }

  /** An object, or a list of them; `undefined` where there is none, or none may be seen. */
  async get(args: readonly string[], options?: CallOptions): Promise<unknown> {
    const { code, out } = await this.call(
      ['get', ...args, '--output', 'json', '--ignore-not-found'],
      options,
    );
    return code === 0 && out.trim() !== '' ? JSON.parse(out) : undefined;
  }
}

const keep = (text: string, more: string): string => (text.length > MAX_OUTPUT ? text : text + more);
