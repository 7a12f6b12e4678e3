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

/** Returns a context without output, of the repository's own overlays if no other ones are given. */
export const contextOf = (context: Partial<CliContext> = {}): CliContext => ({
  layout: new Layout(`${ROOT}deploy/kustomize`, ROOT),
  env: {},
  cwd: ROOT,
  stdin: Readable.from([]),
  out: () => {},
  err: () => {},
  isTerminal: false,
  ...context,
});

/** Runs a command on the repository's own overlays, or in the context that is given. */
export async function runCaptured(
  args: readonly string[],
  context: Partial<CliContext> = {},
): Promise<Captured> {
  let [out, err] = ['', ''];
  const captured = { out: (text: string) => void (out += text), err: (text: string) => void (err += text) };
  const code = await run(args, contextOf({ ...captured, ...context }));
  return { code, out, err };
}
