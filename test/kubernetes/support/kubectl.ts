import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Which cluster, in words of the command line. Plain data. */
export interface KubectlTarget {
  readonly program: string;
  /** `--kubeconfig` or `--context`: tests never touch a cluster that isn't named. */
  readonly options: readonly string[];
}

export interface KubectlOptions {
  readonly input?: string;
  /** Ends the input; it ends at once, where left out. */
  readonly until?: AbortSignal;
  /** Milliseconds. */
  readonly timeout?: number;
}

const TIMEOUT = 60_000;
const MAX_OUTPUT = 64 * 1024 * 1024;

/** The command as an operator has it: what tests do to the cluster can be done by hand. */
export class Kubectl {
  constructor(private readonly target: KubectlTarget) {}

  /** @returns what it prints. @throws Error with what it complains about */
  async run(
    args: readonly string[],
    { input, until, timeout = TIMEOUT }: KubectlOptions = {},
  ): Promise<string> {
    const { program, options } = this.target;
    const running = promisify(execFile)(program, [...options, ...args], { timeout, maxBuffer: MAX_OUTPUT });
    const stdin = running.child.stdin!.on('error', () => {}); // it ended without reading all
    if (until) until.addEventListener('abort', () => stdin.end());
    else stdin.end(input);
    try {
      return (await running).stdout;
    } catch (cause) {
      const { stderr, message } = cause as Error & { stderr?: string };
      throw new Error(`kubectl ${args.join(' ')}: ${stderr || message}`, { cause });
    }
  }

  /** What went wrong in a namespace, a line each. */
  warnings(namespace: string): Promise<string> {
    const columns = ['-o', 'custom-columns=OBJECT:.involvedObject.name,MESSAGE:.message'];
    return this.run(['-n', namespace, 'get', 'events', '--field-selector=type=Warning', ...columns]);
  }

  async get<T>(...args: readonly string[]): Promise<T> {
    return JSON.parse(await this.run(['get', ...args, '-o', 'json'])) as T;
  }

  /** @param manifests objects as they would stand in YAML */
  async apply(...manifests: readonly object[]): Promise<void> {
    const list = { apiVersion: 'v1', kind: 'List', items: manifests };
    await this.run(['apply', '-f', '-'], { input: JSON.stringify(list) });
  }
}
