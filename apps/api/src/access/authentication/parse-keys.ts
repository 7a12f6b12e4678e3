import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

/** The public keys of an issuer at one time: another object whenever they have changed. */
export type Keys = ReturnType<typeof createLocalJWKSet>;

/** Keys of one set. Issuers publish two or three; each more is one more that a token may be tried with. */
export const MAX_KEYS = 100;
/** Bytes of an RSA modulus: 8,192 bits. One of 16,384 takes a millisecond for each token, 20 times as long as 2,048. */
const MAX_MODULUS = 1024;
/** Bytes of an RSA exponent; 65537 has three. One as long as the modulus makes a verification a hundred times slower. */
const MAX_EXPONENT = 4;

/**
 * A JWK Set (RFC 7517 §5). An RSA key that is too costly to verify with is left out, as if the issuer had not published it.
 *
 * @throws Error for what is no JWK Set, and for more than 100 keys
 */
export function parseKeys(text: string): Keys {
  const set = JSON.parse(text) as JSONWebKeySet;
  if (!Array.isArray(set?.keys)) throw new Error('it is no JWK Set');
  if (set.keys.length > MAX_KEYS) throw new Error(`it has ${set.keys.length} keys; ${MAX_KEYS} are the most`);
  return createLocalJWKSet({ ...set, keys: set.keys.filter(isAffordable) });
}

function isAffordable(key: unknown): boolean {
  const { kty, n, e } = (key ?? {}) as Record<string, unknown>;
  return kty !== 'RSA' || (isAtMost(n, MAX_MODULUS) && isAtMost(e, MAX_EXPONENT));
}

/** RFC 7518 §2: base64url without padding. A leading zero counts. */
const isAtMost = (text: unknown, bytes: number): boolean =>
  typeof text === 'string' && text.length <= Math.ceil((bytes * 4) / 3);
