import { errors } from 'jose';
import type { IssuerEntry } from '#tenant-file';
import type { Refusal, RefusalReason } from '../../platform/problems/refusal.js';

/**
 * Returns the reason why a token was refused, for the request line.
 *
 * @param error an error of jose, which checks the claims only after the signature
 * @param entry the issuer that verified the signature; `undefined` if none did
 * @returns the reason; it includes the caller only if the signature was valid
 */
export function tokenRefusal(error: unknown, entry?: IssuerEntry): Refusal {
  const reason = reasonOf(error);
  if (!entry || !isOfClaims(error) || typeof error.payload.sub !== 'string') return { reason };
  return { reason, caller: { issuer: entry.name, subject: error.payload.sub } };
}

function reasonOf(error: unknown): RefusalReason {
  if (isOfClaims(error)) return reasonOfClaim(error);
  if (error instanceof errors.JWKSNoMatchingKey) return 'key_not_found';
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  // A TypeError means that the key does not fit the algorithm that the token names.
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof TypeError) return 'algorithm';
  return 'malformed';
}

type ClaimError = errors.JWTClaimValidationFailed | errors.JWTExpired;

const isOfClaims = (error: unknown): error is ClaimError =>
  error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired;

function reasonOfClaim(error: ClaimError): RefusalReason {
  if (error.claim === 'typ') return 'type';
  if (error.reason !== 'check_failed') return 'claims';
  if (error instanceof errors.JWTExpired) return error.claim === 'exp' ? 'expired' : 'lifetime';
  if (error.claim === 'nbf' || error.claim === 'iat') return 'not_yet_valid';
  return error.claim === 'exp' ? 'lifetime' : 'claims';
}
