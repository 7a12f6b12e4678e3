import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** The output of a call of kubectl. */
export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface CallOptions {
  readonly input?: string;
  /** The time limit, in milliseconds. */
  readonly timeout?: number;
  readonly signal?: AbortSignal;
}

/** A port that leads into the cluster. */
export interface Forwarding {
  /** The port of 127.0.0.1. */
  readonly port: number;
  readonly stop: () => void;
}

/** The default time limit, in milliseconds. */
const TIMEOUT = 60_000;
const MAX_OUTPUT = 16 * 1024 * 1024;

/** The error if kubectl is not on PATH. */
export class NoKubectl extends Error {
  constructor() {
    super('kubectl is not on PATH. Install kubectl 1.31 or newer.');
  }
}

/** Calls kubectl with its current context, or another. A person can do the same by hand. */
export class Kubectl {
  constructor(
    private readonly env: NodeJS.ProcessEnv,
    private readonly context: string | undefined,
  ) {}

  get #context(): readonly string[] {
    return this.context === undefined ? [] : ['--context', this.context];
  }

  /**
   * Calls kubectl in a process group of its own, so that Ctrl-C in a terminal does not end calls that clean up.
   *
   * @throws NoKubectl; the reason of the abort signal
   */
  call(
    args: readonly string[],
    { input = '', timeout = TIMEOUT, signal }: CallOptions = {},
  ): Promise<Outcome> {
    signal?.throwIfAborted();
    const child = spawn('kubectl', [...this.#context, ...args], { env: this.env, detached: true, timeout });
    const stop = () => child.kill();
    signal?.addEventListener('abort', stop);
    let [out, err] = ['', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out = keep(out, text)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err = keep(err, text)));
    child.stdin.on('error', () => {}).end(input); // kubectl ended without reading all input
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

  /**
   * Calls kubectl and expects success.
   *
   * @returns the output
   * @throws Error with kubectl's message
   */
  async succeed(args: readonly string[], options?: CallOptions): Promise<string> {
    const { code, out, err } = await this.call(args, options);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${err || out.trim()}`);
    return out;
  }

  /**
   * Forwards a free port of 127.0.0.1 to a port in the cluster.
   *
   * @param to arguments as `kubectl port-forward` takes them, such as `['service/api', ':80']`
   * @throws Error if kubectl doesn't listen within a minute
   */
  async forward(namespace: string, ...to: readonly [string, string]): Promise<Forwarding> {
    const options = ['--namespace', namespace, 'port-forward', '--address', '127.0.0.1'];
    const child = spawn('kubectl', [...this.#context, ...options, ...to], { env: this.env });
    const stop = () => void child.kill();
    const late = setTimeout(stop, TIMEOUT);
    try {
      return { port: await forwardedPort(child), stop };
    } catch (error) {
      stop();
      throw error;
    } finally {
      clearTimeout(late);
    }
  }

  /** Returns an object, or a list of objects; `undefined` if there is none, or kubectl may not see it. */
  async get(args: readonly string[], options?: CallOptions): Promise<unknown> {
    const { code, out } = await this.call(
      ['get', ...args, '--output', 'json', '--ignore-not-found'],
      options,
    );
    return code === 0 && out.trim() !== '' ? JSON.parse(out) : undefined;
  }
}

const keep = (text: string, more: string): string => (text.length > MAX_OUTPUT ? text : text + more);

/** Waits for the port that kubectl reports. @throws Error with kubectl's message if it ends without a port */
function forwardedPort(child: ChildProcessWithoutNullStreams): Promise<number> {
  let [out, err] = ['', ''];
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err = keep(err, text)));
  return new Promise((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const found = /^Forwarding from 127\.0\.0\.1:(\d+) /m.exec((out = keep(out, text)))?.[1];
      if (found !== undefined) resolve(Number(found));
    });
    child.on('error', reject);
    child.on('close', () => reject(new Error(`kubectl port-forward: ${err.trim() || 'no answer'}`)));
  });
}
