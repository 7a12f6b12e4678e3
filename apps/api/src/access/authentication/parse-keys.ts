import { createLocalJWKSet, type JSONWebKeySet } from 'jose';

/** The public keys of an issuer at one time. Changed keys are a new object. */
export type Keys = ReturnType<typeof createLocalJWKSet>;

/** The maximum number of keys in one set. Issuers publish two or three, and a token may be tried with several keys. */
export const MAX_KEYS = 100;
/**
 * The maximum length of an RSA modulus in bytes: 8,192 bits. With 16,384 bits, each token takes a millisecond, 20 times
 * as long as with 2,048.
 */
const MAX_MODULUS = 1024;
/**
 * The maximum length of an RSA exponent in bytes; 65537 has three. An exponent as long as the modulus makes a
 * verification a hundred times slower.
 */
const MAX_EXPONENT = 4;

/**
 * Parses a JWK Set (RFC 7517 §5). An RSA key that takes too long to verify with is left out, as if the issuer had not
 * published it.
 *
 * @throws Error for a text that is not a JWK Set, and for more than 100 keys
 */
export function parseKeys(text: string): Keys {
  const set = JSON.parse(text) as JSONWebKeySet;
  if (!Array.isArray(set?.keys)) throw new Error('it is not a JWK Set');
  if (set.keys.length > MAX_KEYS)
    throw new Error(`it has ${set.keys.length} keys, and at most ${MAX_KEYS} are allowed`);
  return createLocalJWKSet({ ...set, keys: set.keys.filter(isAffordable) });
}

function isAffordable(key: unknown): boolean {
  const { kty, n, e } = (key ?? {}) as Record<string, unknown>;
  return kty !== 'RSA' || (isAtMost(n, MAX_MODULUS) && isAtMost(e, MAX_EXPONENT));
}

/**
 * Returns whether a base64url text (RFC 7518 §2, without padding) encodes at most this many bytes. Leading zeros count.
 */
const isAtMost = (text: unknown, bytes: number): boolean =>
  typeof text === 'string' && text.length <= Math.ceil((bytes * 4) / 3);
