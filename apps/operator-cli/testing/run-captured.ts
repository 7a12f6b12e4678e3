import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import type { CliContext } from '../src/command.js';
import { Layout } from '../src/kustomize/layout.js';
import { run } from '../src/run.js';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));

/** What a command printed, and its exit code. */
export interface Captured {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command on the repository's own overlays, or in the context that is given. */
export async function runCaptured(
  args: readonly string[],
  context: Partial<CliContext> = {},
): Promise<Captured> {
  let [out, err] = ['', ''];
  const code = await run(args, {
    layout: new Layout(`${ROOT}deploy/kustomize`, ROOT),
    env: {},
    cwd: ROOT,
    stdin: Readable.from([]),
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTerminal: false,
    ...context,
  });
  return { code, out, err };
}
