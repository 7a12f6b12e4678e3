import { readFile, stat } from 'node:fs/promises';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  type FetchImplementation,
  type JSONWebKeySet,
  type JWTVerifyGetKey,
} from 'jose';
import { ApiError } from '../problems/api-error.js';
import type { IssuerEntry } from '../tenants/tenant-file.js';
import { fetchBounded } from './fetch-bounded.js';

/** Milliseconds: how old a key set may be, and how long a file may have changed unseen. */
const MAX_AGE = 60_000;
const FILE_CHECK = 1_000;

/** An issuer's public keys, kept fresh. `generation` grows when they change: what was verified before no longer counts. */
export interface KeySet {
  readonly generation: number;
  /** Settles when changes of the source are known, as far as they are looked for. */
  refresh(now: number): void | Promise<void>;
  readonly getKey: JWTVerifyGetKey;
}

export function keySetOf(issuer: IssuerEntry): KeySet {
  if (issuer.jwksFile !== undefined) return new FileKeySet(issuer.jwksFile);
  return new RemoteKeySet(issuer);
}

/** A JWK Set from a file, read again when the file has changed. */
class FileKeySet implements KeySet {
  generation = 0;
  #keys: ReturnType<typeof createLocalJWKSet> | undefined;
  #version = '';
  #checkedAt = Number.NEGATIVE_INFINITY;
  #reading: Promise<void> | undefined;

  constructor(private readonly path: string) {}

  refresh(now: number): void | Promise<void> {
    if (now - this.#checkedAt < FILE_CHECK) return this.#reading;
    this.#checkedAt = now;
    return (this.#reading = this.#read().finally(() => (this.#reading = undefined)));
  }

  getKey: JWTVerifyGetKey = (header, token) => {
    if (!this.#keys) throw issuerUnavailable();
    return this.#keys(header, token);
  };

  /** A file that can't be read or parsed leaves the keys as they were. */
  async #read(): Promise<void> {
    try {
      const { mtimeMs, ino, size } = await stat(this.path);
      const version = `${mtimeMs}:${ino}:${size}`;
      if (version === this.#version) return;
      const keys = createLocalJWKSet(JSON.parse(await readFile(this.path, 'utf8')) as JSONWebKeySet);
      this.#keys = keys;
      this.#version = version;
      this.generation++;
    } catch (cause) {
      if (!this.#keys) throw issuerUnavailable(cause);
    }
  }
}

/** A JWK Set by URL, from the tenant file or by OIDC discovery; fetched and cached by jose. */
class RemoteKeySet implements KeySet {
  generation = 0;
  #keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  #last = '';

  constructor(private readonly issuer: IssuerEntry) {}

  refresh(): void {}

  getKey: JWTVerifyGetKey = async (header, token) => {
    this.#keys ??= createRemoteJWKSet(await this.#url(), {
      cacheMaxAge: MAX_AGE,
      cooldownDuration: 5_000,
      timeoutDuration: 5_000,
      [customFetch]: this.#fetch,
    });
    return this.#keys(header, token);
  };

  readonly #fetch: FetchImplementation = async (url, { signal }) => {
    let text: string;
    try {
      text = await fetchBounded(url, signal);
    } catch (cause) {
      throw issuerUnavailable(cause);
    }
    if (this.#last !== text) this.generation++;
    this.#last = text;
    return new Response(text, { headers: { 'content-type': 'application/json' } });
  };

  /** OpenID Connect Discovery 1.0 §4. */
  async #url(): Promise<URL> {
    const { jwksUri, issuer } = this.issuer;
    if (jwksUri !== undefined) return new URL(jwksUri);
    try {
      const text = await fetchBounded(`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`);
      const metadata = JSON.parse(text) as { issuer?: unknown; jwks_uri?: unknown };
      if (metadata.issuer !== issuer) throw new Error('the discovery document is of another issuer');
      return new URL(String(metadata.jwks_uri));
    } catch (cause) {
      throw issuerUnavailable(cause);
    }
  }
}

const issuerUnavailable = (cause?: unknown) =>
  new ApiError(
    'issuer_unavailable',
    'The keys of the token’s issuer can’t be had now. Try again.',
    undefined,
    {
      cause,
    },
  );
