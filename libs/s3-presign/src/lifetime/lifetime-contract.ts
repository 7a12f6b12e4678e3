import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { HeldCredentials, SharedCredentials } from '../credentials/shared-credentials.js';
import { andThen, type MaybePromise } from '../maybe-promise.js';
import { MAX_EXPIRES_IN } from '../presign/presigner.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { clampLifetime, desiredLifetime, type Lifetime } from './lifetime.js';

/** Limits of a URL's lifetime in whole seconds, 1 to 604,800. */
export interface SigningLimits {
  /** The lifetime if a caller doesn't ask for one. */
  readonly defaultExpiresIn: number;
  /** The longest lifetime. Longer requests are shortened to it. */
  readonly maxExpiresIn: number;
}

/** The lifetime that a caller asks for, in whole seconds. */
export interface WantedLifetime {
  readonly expiresIn?: number | undefined;
  /**
   * The shortest lifetime that the caller accepts. If the URL would expire earlier, it is not signed. The default is 1.
   */
  readonly minValidity?: number | undefined;
  /** The longest lifetime of this URL. It can only lower the `maxExpiresIn` of the limits, which is the default. */
  readonly maxExpiresIn?: number | undefined;
}

/** The credentials to sign with, and how long the URL is valid. */
export interface Term {
  readonly identity: AwsCredentialIdentity;
  readonly lifetime: Lifetime;
}

/**
 * Decides the lifetime of each signature, so that none outlives its credentials. It renews the credentials if that
 * gives a longer lifetime. Otherwise it shortens the lifetime.
 */
export class LifetimeContract {
  readonly #credentials: SharedCredentials;
  readonly #limits: SigningLimits;

  /**
   * Takes the credentials to sign with, and the limits of all lifetimes.
   *
   * @throws RangeError for limits that S3 doesn't accept
   */
  constructor(credentials: SharedCredentials, limits: SigningLimits) {
    requireSeconds('defaultExpiresIn', limits.defaultExpiresIn);
    requireSeconds('maxExpiresIn', limits.maxExpiresIn);
    this.#credentials = credentials;
    this.#limits = limits;
  }

  /**
   * Returns the credentials to sign with and the lifetime of the URL. It returns a promise only if the credentials at
   * hand don't last long enough.
   *
   * @throws PresignError `validity_too_short`, `credentials_unavailable`, `credentials_lifetime_unknown`; rejects with
   * the same where the answer is a promise
   */
  term(
    { expiresIn, minValidity, maxExpiresIn: most = Infinity }: WantedLifetime,
    now: EpochSeconds,
  ): MaybePromise<Term> {
    const { defaultExpiresIn } = this.#limits;
    const maxExpiresIn = Math.min(this.#limits.maxExpiresIn, most);
    const desired = desiredLifetime({ now, expiresIn, defaultExpiresIn, maxExpiresIn });
    const held = this.#credentials.lasting(desired.expiresAt, now);
    return andThen(held, (credentials) => termOf(credentials, desired, minValidity));
  }
}

const termOf = (
  { identity, end }: HeldCredentials,
  desired: Lifetime,
  minValidity: number | undefined,
): Term => ({
  identity,
  lifetime: clampLifetime(desired, end, minValidity),
});

function requireSeconds(name: keyof SigningLimits, value: number): void {
  if (Number.isInteger(value) && value >= 1 && value <= MAX_EXPIRES_IN) return;
  throw new RangeError(
    `${name} is ${value}, but S3 accepts whole seconds from 1 to ${MAX_EXPIRES_IN}. Set it to such a number.`,
  );
}
