import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from '@aws-sdk/types';
import { PresignError } from '../errors.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { endOfCredentials } from './end-of-credentials.js';

export interface HeldCredentials {
  readonly identity: AwsCredentialIdentity;
  readonly obtainedAt: EpochSeconds;
  /** The last second in which they are good; `undefined`: they have no end. */
  readonly end: EpochSeconds | undefined;
}

/** A renewed session must last at least this much longer, in seconds or as a part of a session, to be worth a call. */
const WORTHWHILE_SECONDS = 60;
const WORTHWHILE_SHARE = 0.05;
/** Seconds to the next try after one in vain: while credentials at hand are good, and while there are none. */
const RETRY_AFTER = 5;
const RETRY_AFTER_WITHOUT = 1;

/**
 * Credentials of one tenant, obtained through a provider of the AWS SDK and shared by all requests. Answers at once
 * while what is held lasts long enough; otherwise one renewal serves everybody who waits.
 */
export class SharedCredentials {
  readonly #provider: AwsCredentialIdentityProvider;
  #held: HeldCredentials | undefined;
  #renewal: Promise<HeldCredentials> | undefined;
  /** Why the last renewal failed. */
  #failure: PresignError | undefined;
  /** Whether the last renewal failed, or brought what was held already. */
  #inVain = false;
  /** When a request last waited for a renewal: as near as an argument's clock comes to when the renewal ended. */
  #waitedAt = Number.NEGATIVE_INFINITY;

  constructor(provider: AwsCredentialIdentityProvider) {
    this.#provider = provider;
  }

  /**
   * Credentials that last until `until` where that can be had, else the best there are.
   *
   * @throws PresignError `credentials_unavailable`, `credentials_lifetime_unknown`; rejects with the same where the
   *   answer is a promise
   */
  lasting(until: EpochSeconds, now: EpochSeconds): HeldCredentials | Promise<HeldCredentials> {
    const held = this.#held;
    if (held && isGoodAt(held, until)) return held;
    const good = held && isGoodAt(held, now + 1) ? held : undefined;
    if (!this.#renewal) {
      if (good && !this.#isWorthRenewing(good, now)) return good;
      if (!good && this.#failure && this.#waitedWithin(RETRY_AFTER_WITHOUT, now)) throw this.#failure;
      this.#renewal = this.#renew(now).finally(() => (this.#renewal = undefined));
    }
    this.#waitedAt = now;
    return good ? this.#renewal.catch(() => good) : this.#renewal;
  }

  #isWorthRenewing({ obtainedAt, end = Infinity }: HeldCredentials, now: EpochSeconds): boolean {
    if (this.#inVain && this.#waitedWithin(RETRY_AFTER, now)) return false;
    // A session as long as the last one would end later by as much as this one is old.
    const gain = now - obtainedAt;
    return gain >= Math.min(WORTHWHILE_SECONDS, WORTHWHILE_SHARE * (end - obtainedAt));
  }

  /** Absolute, so that a clock that was set back doesn't hold up the next try. */
  #waitedWithin(seconds: number, now: EpochSeconds): boolean {
    return Math.abs(now - this.#waitedAt) < seconds;
  }

  async #renew(now: EpochSeconds): Promise<HeldCredentials> {
    const held = this.#held;
    try {
      const obtained = await this.#obtain(now);
      const best = held && isGoodAt(held, obtained.end ?? Infinity) ? held : obtained;
      this.#inVain = best === held;
      this.#failure = undefined;
      return (this.#held = best);
    } catch (error) {
      this.#inVain = true;
      throw (this.#failure = error instanceof PresignError ? error : unavailable(error));
    }
  }

  async #obtain(now: EpochSeconds): Promise<HeldCredentials> {
    const identity = await this.#provider();
    const obtained = { identity, obtainedAt: now, end: endOfCredentials(identity) };
    if (!isGoodAt(obtained, now + 1)) throw new Error('The provider gave credentials that have ended.');
    return obtained;
  }
}

const isGoodAt = ({ end }: HeldCredentials, time: EpochSeconds) => end === undefined || end >= time;

const unavailable = (cause: unknown) =>
  new PresignError('credentials_unavailable', 'AWS credentials can’t be had now. Try again.', { cause });
