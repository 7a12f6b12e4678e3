import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { PresignError } from '../errors.js';
import { epochSeconds, type EpochSeconds } from '../sigv4/amz-date.js';

export interface HeldCredentials {
  readonly identity: AwsCredentialIdentity;
  readonly obtainedAt: EpochSeconds;
  /** The last second in which they are good; `undefined`: they have no end. */
  readonly end: EpochSeconds | undefined;
}

/** A renewed session must last at least this much longer, in seconds or as a part of a session, to be worth a call. */
const WORTHWHILE_SECONDS = 60;
const WORTHWHILE_SHARE = 0.05;
/** After an attempt, the next one waits this long (seconds) while the credentials at hand are still good. */
const RETRY_AFTER = 5;

/**
 * Credentials of one tenant, obtained through a provider of the AWS SDK and shared by all requests. Answers at once
 * while what is held lasts long enough; otherwise one renewal serves everybody who waits.
 */
export class SharedCredentials {
  readonly #provider: AwsCredentialIdentityProvider;
  #held: HeldCredentials | undefined;
  #renewal: Promise<HeldCredentials> | undefined;
  #triedAt = Number.NEGATIVE_INFINITY;

  constructor(provider: AwsCredentialIdentityProvider) {
    this.#provider = provider;
  }

  /**
   * Credentials that last until `until` where that can be had, else the best there are.
   *
   * @throws PresignError `credentials_unavailable`, `credentials_lifetime_unknown`
   */
  lasting(until: EpochSeconds, now: EpochSeconds): HeldCredentials | Promise<HeldCredentials> {
    const held = this.#held;
    if (held && (held.end === undefined || held.end >= until || !this.#isWorthRenewing(held, now))) return held;
    return this.#renew(now);
  }

  #isWorthRenewing({ obtainedAt, end }: HeldCredentials, now: EpochSeconds): boolean {
    if (end === undefined) return false;
    if (end <= now) return true;
    // A session as long as the last one would end later by as much as this one is old.
    const gain = now - obtainedAt;
    const worthwhile = Math.min(WORTHWHILE_SECONDS, WORTHWHILE_SHARE * (end - obtainedAt));
    return gain >= worthwhile && now - this.#triedAt >= RETRY_AFTER;
  }

  #renew(now: EpochSeconds): Promise<HeldCredentials> {
    this.#triedAt = now;
    this.#renewal ??= this.#obtain(now)
      .then(
        (obtained) => (this.#held = obtained),
        (error: unknown) => {
          const held = this.#held;
          if (held?.end !== undefined && held.end > now) return held;
          throw error;
        },
      )
      .finally(() => (this.#renewal = undefined));
    return this.#renewal;
  }

  async #obtain(now: EpochSeconds): Promise<HeldCredentials> {
    let identity: AwsCredentialIdentity;
    try {
      identity = await this.#provider();
    } catch (cause) {
      throw new PresignError('credentials_unavailable', 'AWS credentials can’t be had now. Try again.', {
        cause,
      });
    }
    return { identity, obtainedAt: now, end: endOf(identity) };
  }
}

/** Temporary credentials whose end is unknown, or made up by a provider that could not ask, must never sign. */
function endOf(identity: AwsCredentialIdentity): EpochSeconds | undefined {
  const { sessionToken, expiration } = identity;
  const invented = 'originalExpiration' in identity && identity.originalExpiration !== undefined;
  if (sessionToken === undefined && !expiration) return undefined;
  if (!expiration || invented || Number.isNaN(expiration.getTime())) {
    throw new PresignError(
      'credentials_lifetime_unknown',
      'The AWS credentials at hand are temporary and don’t say when they end, so nothing is signed with them.',
    );
  }
  return epochSeconds(expiration);
}
