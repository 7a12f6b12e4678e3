import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { runCaptured, type Captured } from '../../../apps/operator-cli/testing/run-captured.js';
import type { Layout } from '../../../apps/operator-cli/src/kustomize/layout.js';
import type { ClusterData } from './cluster.js';

const ROOT = join(import.meta.dirname, '../../..');
/** The longest time of a command in milliseconds. */
const LONGEST = 120_000;

/** A shell in which kubectl uses the cluster, such as an operator's. */
export class Operator implements AsyncDisposable {
  private constructor(
    /** A temporary folder, which is on the shell's PATH. */
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Makes a shell whose kubectl uses the cluster. @param more further options of kubectl, such as `--as` */
  static async at(
    { kubectl: { program, options } }: ClusterData,
    ...more: readonly string[]
  ): Promise<Operator> {
    const folder = await mkdtemp(join(tmpdir(), 'operator-'));
    const script = `#!/bin/sh\nexec ${program} ${[...options, ...more].join(' ')} "$@"\n`;
    await writeFile(join(folder, 'kubectl'), script, { mode: 0o755 });
    return new Operator(folder, { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` });
  }

  /** Runs one of the operator's commands. @param layout the layout of other overlays than the repository's */
  run(args: readonly string[], layout?: Layout): Promise<Captured> {
    return runCaptured(args, { env: this.env, cwd: this.folder, ...(layout && { layout }) });
  }

  /**
   * Runs lines of bash as a page shows them, and stops the processes that they leave behind.
   *
   * @param cwd the working folder; by default the repository
   * @returns the output
   */
  async paste(code: string, env: NodeJS.ProcessEnv = {}, cwd = ROOT): Promise<string> {
    const script = `trap 'kill $(jobs -p) 2>/dev/null || :' EXIT\n${code}`;
    const options = { cwd, timeout: LONGEST, env: { ...this.env, ...env } };
    return (await promisify(execFile)('bash', ['-o', 'pipefail', '-ec', script], options)).stdout;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
