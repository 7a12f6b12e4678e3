import { ApiError } from '../../platform/problems/api-error.js';
import type { Refusal } from '../../platform/problems/refusal.js';

/**
 * Returns the refusal of an invalid token. Its text is the same for every reason, so that it reveals nothing to a
 * forger.
 */
export const invalidToken = (refusal: Refusal, cause?: unknown): ApiError =>
  new ApiError(
    'invalid_token',
    'Send a valid token of an issuer that this service knows: Authorization: Bearer …',
    undefined,
    { refusal, cause },
  );

/** Returns the refusal for a token that can't be verified now because the issuer's keys can't be read. */
export const issuerUnavailable = (cause: unknown): ApiError =>
  new ApiError(
    'issuer_unavailable',
    'The keys of the token’s issuer are not available now. Try again.',
    undefined,
    { cause },
  );
