import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import type { ClientOptions } from '#client';
import { ConfigurationError } from './command.js';

/**
 * Returns the source of tokens that the environment names. It reads the file again for each token, since projected
 * tokens are replaced in the file.
 *
 * @param signal ends a command that is running
 * @throws ConfigurationError; the source throws it as well
 */
export function tokenSource(env: NodeJS.ProcessEnv, signal: AbortSignal): ClientOptions['token'] {
  const { PRESIGN_TOKEN_FILE: file, PRESIGN_TOKEN_COMMAND: command } = env;
  if (file) return () => readToken(file);
  if (command) return () => tokenOf(command, signal);
  throw new ConfigurationError(
    'Set PRESIGN_TOKEN_FILE to a file with a token, or PRESIGN_TOKEN_COMMAND to a command that prints one.',
  );
}

const readToken = (file: string): Promise<string> =>
  readFile(file, 'utf8').catch((error: Error) => {
    throw new ConfigurationError(`The file of PRESIGN_TOKEN_FILE can’t be read: ${error.message}.`);
  });

/** Runs a command that prints a token. Errors contain neither its text nor its output, which may contain secrets. */
async function tokenOf(command: string, aborted: AbortSignal): Promise<string> {
  const [shell, option] = process.platform === 'win32' ? ['cmd', '/c'] : ['sh', '-c'];
  const child = spawn(shell, [option, command], {
    stdio: ['ignore', 'pipe', 'inherit'],
    signal: aborted,
  });
  const [token, [status, signal]] = await Promise.all([
    text(child.stdout),
    once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>,
  ]);
  if (status === 0) return token;
  throw new ConfigurationError(
    `The command of PRESIGN_TOKEN_COMMAND ended with ${signal ? `the signal ${signal}` : `exit status ${status}`}.`,
  );
}
