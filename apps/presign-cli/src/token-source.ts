import { readFile } from 'node:fs/promises';
import type { ClientOptions } from '#client';
import { ConfigurationError } from './command.js';
import { tokenOf } from './token-command.js';

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
