import { PresignError } from '../errors.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';

/** The reason for the lifetime of a URL. */
export type LimitedBy = 'request' | 'default' | 'policy' | 'credentials';

/** All times in whole seconds. */
export interface LifetimeRequest {
  readonly now: EpochSeconds;
  /** The lifetime that the caller asks for; `undefined`: the default. */
  readonly expiresIn?: number | undefined;
  /** The shortest lifetime that the caller accepts. If the URL would expire earlier, it is not signed. */
  readonly minValidity?: number | undefined;
  readonly defaultExpiresIn: number;
  readonly maxExpiresIn: number;
}

export interface Lifetime {
  /** `X-Amz-Date`. */
  readonly signedAt: EpochSeconds;
  /** `X-Amz-Expires`. */
  readonly expiresIn: number;
  /** A request must start before this second, by S3's clock: servers refuse from it on. */
  readonly expiresAt: EpochSeconds;
  readonly limitedBy: LimitedBy;
}

export class ValidityTooShortError extends PresignError {
  /** @param possible seconds that could be signed now */
  constructor(
    readonly minValidity: number,
    readonly possible: number,
    limitedBy: LimitedBy,
  ) {
    super(
      'validity_too_short',
      `A URL could be valid for ${possible} seconds (limited by ${limitedBy}), less than the ${minValidity} asked for in minValidity. Ask for less, or try again later.`,
    );
  }
}

/**
 * Returns how long the URL shall live before credentials are looked at: the request or the default, capped by policy.
 *
 * @throws RangeError for an `expiresIn` that isn't whole seconds, at least 1
 */
export function desiredLifetime(request: LifetimeRequest): Lifetime {
  const { now, expiresIn, defaultExpiresIn, maxExpiresIn } = request;
  const asked = expiresIn ?? defaultExpiresIn;
  if (!Number.isSafeInteger(asked) || asked < 1) {
    throw new RangeError(`expiresIn is ${asked}. Ask for whole seconds, at least 1.`);
  }
  const limitedBy = asked > maxExpiresIn ? 'policy' : expiresIn === undefined ? 'default' : 'request';
  return lasting(now, Math.min(asked, maxExpiresIn), limitedBy);
}

/**
 * A URL dies with its signature or with the credentials behind it, whichever ends first: the clamp goes into the
 * signature, so that both say the same.
 *
 * @param credentialsEnd from this second on the credentials are refused; `undefined`: they have no end
 * @throws ValidityTooShortError
 */
export function clampLifetime(
  desired: Lifetime,
  credentialsEnd: EpochSeconds | undefined,
  minValidity = 1,
): Lifetime {
  const ends = credentialsEnd !== undefined && credentialsEnd < desired.expiresAt;
  const lifetime = ends
    ? lasting(desired.signedAt, Math.max(0, credentialsEnd - desired.signedAt), 'credentials')
    : desired;
  const isLongEnough = lifetime.expiresIn >= Math.max(1, minValidity); // false for NaN
  if (!isLongEnough) {
    throw new ValidityTooShortError(minValidity, lifetime.expiresIn, lifetime.limitedBy);
  }
  return lifetime;
}

const lasting = (signedAt: EpochSeconds, expiresIn: number, limitedBy: LimitedBy): Lifetime => ({
  signedAt,
  expiresIn,
  expiresAt: signedAt + expiresIn,
  limitedBy,
});
