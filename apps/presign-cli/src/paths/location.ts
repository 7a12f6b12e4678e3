import { UsageError } from '../command.js';

/** Where something is: an object or a prefix of a tenant, a path of this machine, or its standard input or output. */
export type Location =
  | { readonly kind: 'remote'; readonly tenant: string; readonly key: string }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'stdio' };

/** `TENANT:/KEY`; the tenant may be left out where `PRESIGN_TENANT` names one. */
const REMOTE = /^([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)?:\/(.*)$/s;

/** @throws UsageError for a remote place without a tenant */
export function parseLocation(text: string, env: NodeJS.ProcessEnv): Location {
  if (text === '-') return { kind: 'stdio' };
  const match = REMOTE.exec(text);
  if (!match) return { kind: 'local', path: text };
  const tenant = match[1] ?? env['PRESIGN_TENANT'];
  if (!tenant) throw new UsageError(`${text} names no tenant. Write TENANT:/KEY, or set PRESIGN_TENANT.`);
  return { kind: 'remote', tenant, key: match[2]! };
}

/** @throws UsageError for anything but an object of a tenant */
export function parseRemote(text: string | undefined, env: NodeJS.ProcessEnv): Location & { kind: 'remote' } {
  const location = text === undefined ? undefined : parseLocation(text, env);
  if (location?.kind === 'remote') return location;
  throw new UsageError(text === undefined ? 'Give TENANT:/KEY.' : `${text} is not of the form TENANT:/KEY.`);
}

export const remoteText = (tenant: string, key: string): string => `${tenant}:/${key}`;
