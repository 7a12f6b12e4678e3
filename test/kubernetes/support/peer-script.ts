import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

export const PEER = join(import.meta.dirname, '../../peers/kubernetes');

/**
 * Runs a script.
 *
 * @param name the name of a script in `test/peers/kubernetes`
 * @returns the script's output
 * @throws Error with the script's standard error
 */
export async function runScript(
  name: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<string> {
  try {
    const options = { env: { ...process.env, ...env } };
    return (await promisify(execFile)(join(PEER, name), args, options)).stdout;
  } catch (cause) {
    const { stderr, message } = cause as Error & { stderr?: string };
    throw new Error(`Kubernetes' ${name}: ${stderr || message}`, { cause });
  }
}
