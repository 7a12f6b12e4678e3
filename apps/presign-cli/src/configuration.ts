import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { PresignClient, type ClientOptions } from '#client';
import { UsageError } from './command.js';

/**
 * Returns a client of a tenant, configured by the environment: `PRESIGN_API`, and `PRESIGN_TOKEN_FILE` or
 * `PRESIGN_TOKEN_COMMAND`.
 *
 * @throws UsageError
 */
export function clientOf(
  env: NodeJS.ProcessEnv,
  tenant: string,
  options: Partial<ClientOptions> = {},
): PresignClient {
  const { PRESIGN_API: api } = env;
  if (!api || !URL.canParse(api)) throw new UsageError('Set PRESIGN_API to the URL of the API.');
  return new PresignClient({ ...options, api, tenant, token: tokenSource(env) });
}

/**
 * Returns the source of tokens. It reads the file again for each token, since projected tokens are replaced in the
 * file.
 */
function tokenSource({ PRESIGN_TOKEN_FILE: file, PRESIGN_TOKEN_COMMAND: command }: NodeJS.ProcessEnv) {
  if (file) return () => readFile(file, 'utf8');
  if (!command)
    throw new UsageError(
      'Set PRESIGN_TOKEN_FILE to a file with a token, or PRESIGN_TOKEN_COMMAND to a command that prints one.',
    );
  return async () => {
    const shell = process.platform === 'win32' ? ['cmd', '/c'] : ['sh', '-c'];
    return (await promisify(execFile)(shell[0]!, [shell[1]!, command])).stdout;
  };
}
