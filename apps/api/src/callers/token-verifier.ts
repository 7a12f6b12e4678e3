import { hash } from 'node:crypto';
import { decodeJwt, errors, jwtVerify, type JWTPayload } from 'jose';
import { LRUCache } from 'lru-cache';
import { ApiError } from '../problems/api-error.js';
import type { IssuerEntry } from '../tenants/tenant-file.js';
import type { Caller } from './caller.js';
import { parsePointer, valueAt } from './json-pointer.js';
import { keySetOf, type KeySet } from './key-set.js';

/** Asymmetric signatures only (RFC 8725 §3.1): a public key must never serve as an HMAC secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** Seconds. */
const CLOCK_TOLERANCE = 30;
const MAX_TOKEN_LIFE = 24 * 3600;
const MAX_CACHED = 60;
const MAX_TOKEN_LENGTH = 16 * 1024;

/** Verifies bearer tokens (RFC 9068's rules, RFC 8725's advice) and remembers them for a minute at most. */
export class TokenVerifier {
  readonly #issuers: readonly TrustedIssuer[];
  readonly #cache = new LRUCache<string, Verified>({ max: 10_000 });

  constructor(issuers: readonly IssuerEntry[]) {
    this.#issuers = issuers.map((entry) => ({
      entry,
      keys: keySetOf(entry),
      tenants: parsePointer(entry.tenants) ?? [],
    }));
  }

  /**
   * @param now milliseconds since the epoch
   * @throws ApiError `invalid_token`, `issuer_unavailable`
   */
  verify(token: string, now: number): Caller | Promise<Caller> {
    const digest = hash('sha256', token, 'base64');
    const cached = this.#cache.get(digest);
    if (cached && now < cached.until) {
      const refreshed = cached.keys.refresh(now);
      if (!refreshed && cached.generation === cached.keys.generation) return cached.caller;
    }
    return this.#verifyAnew(token, digest, now);
  }

  async #verifyAnew(token: string, digest: string, now: number): Promise<Caller> {
    this.#cache.delete(digest);
    const issuer = this.#issuerOf(token);
    await issuer.keys.refresh(now);
    const claims = await this.#claims(token, issuer, now);
    const caller = callerOf(claims, issuer);
    const until = Math.min(now + MAX_CACHED * 1000, (claims.exp! + CLOCK_TOLERANCE) * 1000);
    this.#cache.set(digest, { caller, until, keys: issuer.keys, generation: issuer.keys.generation });
    return caller;
  }

  /** Read before it is verified, only to know whose keys to verify it with. */
  #issuerOf(token: string): TrustedIssuer {
    let claims: JWTPayload;
    try {
      if (token.length > MAX_TOKEN_LENGTH) throw invalidToken();
      claims = decodeJwt(token);
    } catch (cause) {
      throw invalidToken(cause);
    }
    const audiences = [claims.aud].flat();
    const issuer =
      this.#issuers.find(({ entry }) => entry.issuer === claims.iss && audiences.includes(entry.audience)) ??
      this.#issuers.find(({ entry }) => entry.issuer === claims.iss);
    if (!issuer) throw invalidToken();
    return issuer;
  }

  async #claims(token: string, { entry, keys }: TrustedIssuer, now: number): Promise<JWTPayload> {
    try {
      const { payload } = await jwtVerify(token, keys.getKey, {
        issuer: entry.issuer,
        audience: entry.audience,
        algorithms: ALGORITHMS,
        requiredClaims: ['exp', 'iat', 'sub'],
        clockTolerance: CLOCK_TOLERANCE,
        maxTokenAge: MAX_TOKEN_LIFE,
        currentDate: new Date(now),
      });
      if (payload.exp! - payload.iat! > MAX_TOKEN_LIFE || !payload.sub) throw invalidToken();
      return payload;
    } catch (cause) {
      throw refusal(cause);
    }
  }
}

interface TrustedIssuer {
  readonly entry: IssuerEntry;
  readonly keys: KeySet;
  readonly tenants: readonly string[];
}

interface Verified {
  readonly caller: Caller;
  /** Milliseconds since the epoch. */
  readonly until: number;
  readonly keys: KeySet;
  readonly generation: number;
}

function callerOf(claims: JWTPayload, { entry, tenants }: TrustedIssuer): Caller {
  const named = [valueAt(claims, tenants)].flat().filter((id) => typeof id === 'string');
  return { issuer: entry.name, subject: claims.sub!, claims, tenants: new Set(named) };
}

/** What jose says of keys that can't be fetched is a fault behind us; all else is the token's. */
function refusal(cause: unknown): ApiError {
  if (cause instanceof ApiError) return cause;
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) {
    return new ApiError(
      'issuer_unavailable',
      'The keys of the token’s issuer can’t be had now. Try again.',
      undefined,
      {
        cause,
      },
    );
  }
  return invalidToken(cause);
}

export const invalidToken = (cause?: unknown): ApiError =>
  new ApiError(
    'invalid_token',
    'Send a valid token of an issuer that this service knows: Authorization: Bearer …',
    undefined,
    { cause },
  );
