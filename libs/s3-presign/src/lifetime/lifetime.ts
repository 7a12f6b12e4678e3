import { PresignError } from '../errors.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';

/** The reason for the lifetime of a URL. */
export type LimitedBy = 'request' | 'default' | 'policy' | 'credentials';

/** The values that a lifetime depends on. All times are in whole seconds. */
export interface LifetimeRequest {
  readonly now: EpochSeconds;
  /** The lifetime that the caller asks for; `undefined` for the default. */
  readonly expiresIn?: number | undefined;
  /** The shortest lifetime that the caller accepts. If the URL would expire earlier, it is not signed. */
  readonly minValidity?: number | undefined;
  readonly defaultExpiresIn: number;
  readonly maxExpiresIn: number;
}

export interface Lifetime {
  /** The time of signing, as in `X-Amz-Date`. */
  readonly signedAt: EpochSeconds;
  /** The lifetime in seconds, as in `X-Amz-Expires`. */
  readonly expiresIn: number;
  /** The second by S3's clock from which servers refuse the URL. A request must start before it. */
  readonly expiresAt: EpochSeconds;
  readonly limitedBy: LimitedBy;
}

/** How a caller gets a URL that is valid for longer, by what limits it. */
const LONGER: Readonly<Record<LimitedBy, string>> = {
  request: 'Raise expiresIn, or lower minValidity.',
  default: 'Set expiresIn, or lower minValidity.',
  policy: 'Lower minValidity.',
  credentials: 'Lower minValidity, or try again later.',
};

export class ValidityTooShortError extends PresignError {
  /** @param possible the longest lifetime in seconds that could be signed now */
  constructor(
    readonly minValidity: number,
    readonly possible: number,
    limitedBy: LimitedBy,
  ) {
    super(
      'validity_too_short',
      `A URL could be valid for ${possible} seconds (limited by ${limitedBy}), less than minValidity, ${minValidity}. ${LONGER[limitedBy]}`,
    );
  }
}

/**
 * Returns the lifetime before the credentials limit it: the requested or the default lifetime, limited by
 * `maxExpiresIn`.
 *
 * @throws RangeError for an `expiresIn` that isn't a whole number of seconds, or is below 1
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
 * Returns the lifetime, shortened if the credentials expire earlier. S3 refuses a URL as soon as its signature or its
 * credentials have expired. Shortening the signed lifetime makes both expire together.
 *
 * @param credentialsEnd the second from which the credentials are refused; `undefined` if they don't expire
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
  const isLongEnough = lifetime.expiresIn >= Math.max(1, minValidity); // also false if `minValidity` is NaN
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
