import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { IssuerEntry } from '#tenant-file';
import type { Keys } from './parse-keys.js';

/**
 * The accepted algorithms. Only asymmetric signatures are allowed (RFC 8725 §3.1): a public key must never be used as
 * an HMAC secret.
 */
export const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
/**
 * The accepted values of `typ` (RFC 7519 §5.1, RFC 9068 §2.1); tokens of Kubernetes have none. Other kinds of JWT are
 * not bearer tokens (RFC 8725 §3.11).
 */
const TYPES = new Set([undefined, 'jwt', 'at+jwt']);
/** The tolerated clock difference in seconds. */
export const CLOCK_TOLERANCE = 30;
const MAX_TOKEN_LIFE = 24 * 3600;
/**
 * The maximum length of a subject in characters. OpenID Connect Core §2 allows 255; names of service accounts in
 * Kubernetes have up to 339.
 */
const MAX_SUBJECT = 1024;

/** The claims of a verified token. */
export type Claims = JWTPayload & { readonly exp: number; readonly iat: number; readonly sub: string };

/**
 * Verifies a token's signature with an issuer's keys, and that the token is valid for this service at this time.
 *
 * @param now milliseconds since the epoch
 * @throws JOSEError; TypeError for a key that does not fit the algorithm
 */
export async function verifyToken(
  token: string,
  keys: Keys,
  issuer: IssuerEntry,
  now: number,
): Promise<Claims> {
  const { payload, protectedHeader } = await verifyWithAny(token, keys, {
    issuer: issuer.issuer,
    audience: issuer.audience,
    algorithms: ALGORITHMS,
    requiredClaims: ['exp', 'iat', 'sub'],
    clockTolerance: CLOCK_TOLERANCE,
    maxTokenAge: MAX_TOKEN_LIFE, // also refuses an iat in the future
    currentDate: new Date(now),
  });
  if (!TYPES.has(protectedHeader.typ?.toLowerCase().replace(/^application\//, ''))) {
    throw failed('typ is not that of a bearer token', payload, 'typ');
  }
  const { exp, iat, sub } = payload as Claims;
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT)
    throw failed('sub is not a string, or is empty or too long', payload, 'sub', 'invalid');
  if (exp - iat > MAX_TOKEN_LIFE) throw failed('valid for too long', payload, 'exp');
  return payload as Claims;
}

/** Creates an error with the wording that jose uses for the claims that it checks itself. */
const failed = (message: string, payload: JWTPayload, claim: string, reason = 'check_failed') =>
  new errors.JWTClaimValidationFailed(message, payload, claim, reason);

/**
 * The maximum number of keys that are tried with one token. Any client can send tokens that none of the keys signed.
 */
export const MAX_TRIES = 4;

/** Verifies a token that does not name its key (RFC 7515 §4.1.4). The first four keys that fit its `alg` are tried. */
async function verifyWithAny(token: string, keys: Keys, options: JWTVerifyOptions) {
  try {
    return await jwtVerify(token, keys, options);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    let tries = 0;
    for await (const key of error) {
      if ((tries += 1) > MAX_TRIES) break;
      try {
        return await jwtVerify(token, key, options);
      } catch (refusal) {
        if (!(refusal instanceof errors.JWSSignatureVerificationFailed)) throw refusal;
      }
    }
    throw new errors.JWSSignatureVerificationFailed();
  }
}

/** Returns whether the token was refused because its key is missing. A newer key set might contain the key. */
export function wantsAnotherKey(token: string, refusal: unknown): boolean {
  if (refusal instanceof errors.JWKSNoMatchingKey) return true;
  return (
    refusal instanceof errors.JWSSignatureVerificationFailed && decodeProtectedHeader(token).kid === undefined
  );
}
