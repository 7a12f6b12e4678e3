import { PresignClient, type ClientOptions } from '#client';
import { ConfigurationError, type CliContext } from './command.js';
import { tokenSource } from './token-source.js';

/**
 * Returns a client of a tenant, configured by the environment: `PRESIGN_API`, and `PRESIGN_TOKEN_FILE` or
 * `PRESIGN_TOKEN_COMMAND`.
 *
 * @throws ConfigurationError
 */
export function clientOf(
  { env, signal }: Pick<CliContext, 'env' | 'signal'>,
  tenant: string,
  options: Partial<ClientOptions> = {},
): PresignClient {
  const { PRESIGN_API: api } = env;
  if (!api || !/^https?:\/\//i.test(api) || !URL.canParse(api))
    throw new ConfigurationError(
      'Set PRESIGN_API to the URL of the API, which begins with https:// or http://.',
    );
  return new PresignClient({ ...options, api, tenant, token: tokenSource(env, signal) });
}
