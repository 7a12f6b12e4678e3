import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** The options that choose a cluster on the command line, as plain data. */
export interface KubectlTarget {
  readonly program: string;
  /** `--kubeconfig` or `--context`. Tests never touch a cluster that isn't named. */
  readonly options: readonly string[];
}

export interface KubectlOptions {
  readonly input?: string;
  /** Ends the input when it is aborted. By default the input ends at once. */
  readonly until?: AbortSignal;
  /** The timeout in milliseconds. */
  readonly timeout?: number;
}

const TIMEOUT = 60_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The kubectl command, as operators have it. So operators can do everything by hand that tests do to the cluster. */
export class Kubectl {
  constructor(private readonly target: KubectlTarget) {}

  /**
   * Runs kubectl.
   *
   * @returns its output
   * @throws Error with its standard error
   */
  async run(
    args: readonly string[],
    { input, until, timeout = TIMEOUT }: KubectlOptions = {},
  ): Promise<string> {
    const { program, options } = this.target;
    const running = promisify(execFile)(program, [...options, ...args], { timeout, maxBuffer: MAX_OUTPUT });
    const stdin = running.child.stdin!.on('error', () => {}); // kubectl exited without reading all input
    if (until) until.addEventListener('abort', () => stdin.end());
    else stdin.end(input);
    try {
      return (await running).stdout;
    } catch (cause) {
      const { stderr, message } = cause as Error & { stderr?: string };
      throw new Error(`kubectl ${args.join(' ')}: ${stderr || message}`, { cause });
    }
  }

  /** Returns the warnings of a namespace, one on each line. */
  warnings(namespace: string): Promise<string> {
    const columns = ['-o', 'custom-columns=OBJECT:.involvedObject.name,MESSAGE:.message'];
    return this.run(['-n', namespace, 'get', 'events', '--field-selector=type=Warning', ...columns]);
  }

  async get<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(['get', ...args, '-o', 'json'])) as T;
  }

  /** Applies objects. @param manifests the objects, as in YAML */
  async apply(...manifests: readonly object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: manifests };
    await this.run(['apply', '-f', '-'], { input: JSON.stringify(list) });
  }
}
