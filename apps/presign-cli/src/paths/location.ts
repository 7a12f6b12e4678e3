import { UsageError } from '../command.js';

/** A location: an object or a prefix of a tenant, a path on this machine, or standard input or output. */
export type Location =
  | { readonly kind: 'remote'; readonly tenant: string; readonly key: string }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'stdio' };

/** Matches `TENANT:/KEY`. The tenant may be left out if `PRESIGN_TENANT` names one. */
const REMOTE = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?:\/(.*)$/s;

/** Parses a location. @throws UsageError for a remote location without a tenant */
export function parseLocation(text: string, env: NodeJS.ProcessEnv): Location {
  if (text === '-') return { kind: 'stdio' };
  const match = REMOTE.exec(text);
  if (!match) return { kind: 'local', path: text };
  const tenant = match[1] ?? env['PRESIGN_TENANT'];
  if (!tenant) throw new UsageError(`${text} names no tenant. Write TENANT:/KEY, or set PRESIGN_TENANT.`);
  return { kind: 'remote', tenant, key: match[2]! };
}

/** Parses the location of a tenant's object. @throws UsageError for any other location */
export function parseRemote(text: string | undefined, env: NodeJS.ProcessEnv): Location & { kind: 'remote' } {
  const location = text === undefined ? undefined : parseLocation(text, env);
  if (location?.kind === 'remote') return location;
  throw new UsageError(text === undefined ? 'Give TENANT:/KEY.' : `${text} is not of the form TENANT:/KEY.`);
}

/** Parses the only argument of a command. @throws UsageError if there are more, or it is not `TENANT:/KEY` */
export function parseOnlyRemote(
  [text, ...more]: readonly string[],
  env: NodeJS.ProcessEnv,
): Location & { kind: 'remote' } {
  if (more.length > 0) throw new UsageError(`Give one TENANT:/KEY. ${more[0]} is a second argument.`);
  return parseRemote(text, env);
}

export const remoteText = (tenant: string, key: string): string => `${tenant}:/${key}`;
