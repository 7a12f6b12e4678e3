import { readFile } from 'node:fs/promises';
import type { IssuerEntry } from '#tenant-file';
import { fetchBounded } from './fetch-bounded.js';
import type { Freshness } from './freshness.js';
import { isLinkLocal, isLoopback } from './internal-host.js';
import { lifetimeOf } from './key-lifetime.js';
import { API_SERVER, readKubernetesKeys, type ApiServerAccess } from './kubernetes-keys.js';

/** The source of an issuer's JWK Set (RFC 7517 §5). */
export interface KeySource {
  /** The source's id. Issuers with the same source share their keys. */
  readonly id: string;
  readonly freshness: Freshness;
  /**
   * Reads the keys.
   *
   * @param lives called with the lifetime in milliseconds if the issuer names one
   * @returns the text of the JWK Set
   */
  read(signal: AbortSignal, lives?: (lifetime: number) => void): Promise<string>;
}

const URL_FRESHNESS: Freshness = {
  staleAfter: 30_000,
  maxAge: 60_000,
  staleIfError: 600_000,
  retryAfter: 1_000,
  cooldown: 5_000,
  timeout: 5_000,
};

const FILE_FRESHNESS: Freshness = {
  ...URL_FRESHNESS,
  staleAfter: 500,
  maxAge: 1_000,
  cooldown: 500,
};

/**
 * Returns the source of an entry's keys: the cluster's API server if the entry names it, otherwise the file, otherwise
 * the URL, otherwise OpenID Connect Discovery.
 */
export function keySourceOf(
  { keys, jwksFile, jwksUri, issuer }: IssuerEntry,
  apiServer: ApiServerAccess = API_SERVER,
): KeySource {
  if (keys === 'kubernetes') {
    return {
      id: 'kubernetes',
      freshness: URL_FRESHNESS,
      read: (signal, lives) => readKubernetesKeys(apiServer, signal, tellLifetime(lives)),
    };
  }
  if (jwksFile !== undefined) {
    return {
      id: `file:${jwksFile}`,
      freshness: FILE_FRESHNESS,
      read: (signal) => readFile(jwksFile, { encoding: 'utf8', signal }),
    };
  }
  if (jwksUri !== undefined) {
    return {
      id: `jwks:${jwksUri}`,
      freshness: URL_FRESHNESS,
      read: (signal, lives) => fetchBounded(jwksUri, signal, fromHeaders(lives)),
    };
  }
  return {
    id: `discovery:${issuer}`,
    freshness: URL_FRESHNESS,
    read: async (signal, lives) => fetchBounded(await discover(issuer, signal), signal, fromHeaders(lives)),
  };
}

type Lives = ((lifetime: number) => void) | undefined;

const tellLifetime =
  (lives: Lives) =>
  (cacheControl: string | null): void => {
    const lifetime = lifetimeOf(cacheControl);
    if (lifetime !== undefined) lives?.(lifetime);
  };

const fromHeaders = (lives: Lives) => (headers: Headers) => tellLifetime(lives)(headers.get('cache-control'));

/**
 * Discovers the address of an issuer's keys (OpenID Connect Discovery 1.0 §4). Discovery is repeated with each load, so
 * that moved keys are found. A remote issuer must not make this process send requests to its own machine or to its
 * cloud's metadata.
 *
 * @returns the `jwks_uri`
 * @throws Error if the document can't be fetched or belongs to another issuer, or if its `jwks_uri` is not allowed
 */
async function discover(issuer: string, signal: AbortSignal): Promise<string> {
  const address = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`; // §4.1
  const metadata = JSON.parse(await fetchBounded(address, signal)) as Record<string, unknown> | null;
  if (metadata?.['issuer'] !== issuer) throw new Error('the discovery document names another issuer'); // §4.3
  if (typeof metadata['jwks_uri'] !== 'string') throw new Error('the discovery document has no jwks_uri');
  const keys = new URL(metadata['jwks_uri']);
  if (isLinkLocal(keys)) throw new Error('the jwks_uri is a link-local address');
  if (isLoopback(keys) && !isLoopback(new URL(issuer))) {
    throw new Error('the jwks_uri is on loopback, and the issuer is not');
  }
  return keys.href;
}
