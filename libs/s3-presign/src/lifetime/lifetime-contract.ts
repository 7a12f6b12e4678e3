import type { AwsCredentialIdentity } from '../credentials/identity.js';
import type { HeldCredentials, SharedCredentials } from '../credentials/shared-credentials.js';
import { andThen, type MaybePromise } from '../maybe-promise.js';
import { MAX_EXPIRES_IN } from '../presign/presigner.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { clampLifetime, desiredLifetime, type Lifetime } from './lifetime.js';

/** Whole seconds, 1 to 604,800. */
export interface SigningLimits {
  /** For anyone who doesn't say how long. */
  readonly defaultExpiresIn: number;
  /** Longer isn't signed, but shortened to this. */
  readonly maxExpiresIn: number;
}

/** Whole seconds. */
export interface WantedLifetime {
  readonly expiresIn?: number | undefined;
  /** Shorter isn't signed; 1 where left out. */
  readonly minValidity?: number | undefined;
  /** Longer isn't signed, as if the limits said so; those of the contract where left out, or less. */
  readonly maxExpiresIn?: number | undefined;
}

/** The credentials to sign with, and how long the URL is valid. */
export interface Term {
  readonly identity: AwsCredentialIdentity;
  readonly lifetime: Lifetime;
}

/** No signature outlives the credentials behind it: they are renewed where that helps, and it is shortened where not. */
export class LifetimeContract {
  readonly #credentials: SharedCredentials;
  readonly #limits: SigningLimits;

  /** @throws RangeError for limits that S3 could not keep */
  constructor(credentials: SharedCredentials, limits: SigningLimits) {
    requireSeconds('defaultExpiresIn', limits.defaultExpiresIn);
    requireSeconds('maxExpiresIn', limits.maxExpiresIn);
    this.#credentials = credentials;
    this.#limits = limits;
  }

  /**
   * Answers at once where the credentials at hand last long enough.
   *
   * @throws PresignError `validity_too_short`, `credentials_unavailable`, `credentials_lifetime_unknown`;
   *   rejects with the same where the answer is a promise
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
    `${name} is ${value}, but S3 takes whole seconds from 1 to ${MAX_EXPIRES_IN}. Set it so.`,
  );
}
