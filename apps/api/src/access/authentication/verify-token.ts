import { decodeProtectedHeader, errors, jwtVerify, type JWTPayload, type JWTVerifyOptions } from 'jose';
import type { IssuerEntry } from '#tenant-file';
import type { Keys } from './parse-keys.js';

/** Asymmetric signatures only (RFC 8725 §3.1): a public key must never serve as an HMAC secret. */
export const ALGORITHMS = 'RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384 ES512 EdDSA Ed25519'.split(' ');
/** RFC 7519 §5.1, RFC 9068 §2.1; Kubernetes says none. Other kinds of JWT are no bearer tokens (RFC 8725 §3.11). */
const TYPES = new Set([undefined, 'jwt', 'at+jwt']);
/** Seconds. */
export const CLOCK_TOLERANCE = 30;
const MAX_TOKEN_LIFE = 24 * 3600;

/** What a verified token says. */
export type Claims = JWTPayload & { readonly exp: number; readonly iat: number; readonly sub: string };

/**
 * Returns whether an issuer's keys sign a token, and whether it is a token for us and for now.
 *
 * @param now milliseconds since the epoch
 * @throws JOSEError, TypeError of a key that does not fit
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
    throw failed('no bearer token by its typ', payload, 'typ');
  }
  const { exp, iat, sub } = payload as Claims;
  if (typeof sub !== 'string' || sub === '') throw failed('sub is no string', payload, 'sub', 'invalid');
  if (exp - iat > MAX_TOKEN_LIFE) throw failed('lives too long', payload, 'exp');
  return payload as Claims;
}

/** Makes an error in the words that jose uses for the claims that it checks itself. */
const failed = (message: string, payload: JWTPayload, claim: string, reason = 'check_failed') =>
  new errors.JWTClaimValidationFailed(message, payload, claim, reason);

/** Keys that one token is tried with: anybody can send tokens that none of them signed. */
export const MAX_TRIES = 4;

/** A token need not say which key signed it (RFC 7515 §4.1.4): then the first four that fit its `alg` are tried. */
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

/** Returns whether the token was refused for want of a key, which a newer key set might have. */
export function wantsAnotherKey(token: string, refusal: unknown): boolean {
  if (refusal instanceof errors.JWKSNoMatchingKey) return true;
  return (
    refusal instanceof errors.JWSSignatureVerificationFailed && decodeProtectedHeader(token).kid === undefined
  );
}
