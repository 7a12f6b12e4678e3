import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { runCaptured, type Captured } from '../../../apps/operator-cli/testing/run-captured.js';
import type { Layout } from '../../../apps/operator-cli/src/kustomize/layout.js';
import type { ClusterData } from './cluster.js';

const ROOT = join(import.meta.dirname, '../../..');
/** Milliseconds. */
const LONGEST = 120_000;

/** A person at a shell whose kubectl leads to the cluster. */
export class Operator implements AsyncDisposable {
  private constructor(
    /** A folder of its own, on its PATH. */
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  /** @param more options of kubectl, such as `--as` */
  static async at(
    { kubectl: { program, options } }: ClusterData,
    ...more: readonly string[]
  ): Promise<Operator> {
    const folder = await mkdtemp(join(tmpdir(), 'operator-'));
    const script = `#!/bin/sh\nexec ${program} ${[...options, ...more].join(' ')} "$@"\n`;
    await writeFile(join(folder, 'kubectl'), script, { mode: 0o755 });
    return new Operator(folder, { ...process.env, PATH: `${folder}${delimiter}${process.env['PATH']}` });
  }

  /** Runs one of the operator's commands. @param layout of overlays other than the repository's */
  run(args: readonly string[], layout?: Layout): Promise<Captured> {
    return runCaptured(args, { env: this.env, cwd: this.folder, ...(layout && { layout }) });
  }

  /**
   * Runs lines of bash as they stand in a page, and ends what runs behind them.
   *
   * @param cwd where; the repository, where left out
   * @returns what they print
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
