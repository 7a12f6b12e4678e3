import type { AwsCredentialIdentity, AwsCredentialIdentityProvider } from './identity.js';
import { PresignError } from '../errors.js';
import type { MaybePromise } from '../maybe-promise.js';
import type { EpochSeconds } from '../sigv4/amz-date.js';
import { endOfCredentials } from './end-of-credentials.js';
import { withinTime } from './within-time.js';

export interface HeldCredentials {
  readonly identity: AwsCredentialIdentity;
  readonly obtainedAt: EpochSeconds;
  /** The second from which AWS refuses the credentials; `undefined` if they don't expire. */
  readonly end: EpochSeconds | undefined;
}

/**
 * The least gain for which a renewal is worth a call: the new session lasts at least this many seconds longer, or this
 * share of a session's duration, whichever is less.
 */
const WORTHWHILE_SECONDS = 60;
const WORTHWHILE_SHARE = 0.05;
/** Seconds until the next attempt after a failed renewal: with valid credentials, and without any. */
const RETRY_AFTER = 5;
const RETRY_AFTER_WITHOUT = 1;
/** Seconds by which a background renewal comes before a request would have to wait for one. */
const AHEAD = 15;
/** The longest pause after failed background renewals in seconds. The pause doubles after each failure. */
const MAX_BACK_OFF = 60;

/**
 * The credentials of one tenant, obtained through a provider of the AWS SDK and shared by all requests. A request gets
 * the current credentials at once if they last long enough. Otherwise all waiting requests share one renewal.
 *
 * @example
 *   const credentials = new SharedCredentials(fromTokenFile({ roleSessionName: 'presign' }));
 */
export class SharedCredentials {
  /** The numbers of renewals so far, by result. */
  readonly renewals = { succeeded: 0, failed: 0 };
  readonly #provider: AwsCredentialIdentityProvider;
  #held: HeldCredentials | undefined;
  #renewal: Promise<HeldCredentials> | undefined;
  /** The error of the last renewal, if it failed. */
  #failure: PresignError | undefined;
  /** True if the last renewal failed, or returned the credentials that were held already. */
  #inVain = false;
  /** The second in which a request last waited for a renewal. It approximates the time at which the renewal ended. */
  #waitedAt = Number.NEGATIVE_INFINITY;
  /** The longest lifetime, in seconds, that a request has asked for since the last renewal. */
  #wanted = 0;
  /**
   * The number of background renewals that failed in a row, the second of the last failure, and the seconds from then
   * to the next try.
   */
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #pause = 0;

  constructor(provider: AwsCredentialIdentityProvider) {
    this.#provider = provider;
  }

  /** The current credentials, expired or not; `undefined` before the first renewal and after `drop`. */
  get held(): HeldCredentials | undefined {
    return this.#held;
  }

  /** The error of the last renewal, with its cause; `undefined` if the renewal succeeded. */
  get failure(): PresignError | undefined {
    return this.#failure;
  }

  /**
   * Returns credentials that are valid until `until` if such credentials can be obtained. Otherwise it returns those
   * that are valid for the longest time.
   *
   * @throws PresignError `credentials_unavailable`, `credentials_lifetime_unknown`; rejects with the same where the
   * answer is a promise
   */
  lasting(until: EpochSeconds, now: EpochSeconds): MaybePromise<HeldCredentials> {
    const held = this.#held;
    if (until - now > this.#wanted) this.#wanted = until - now;
    if (held && isGoodAt(held, Math.max(until, now + 1))) return held;
    const good = held && isGoodAt(held, now + 1) ? held : undefined;
    if (!this.#renewal) {
      if (good && !this.#isWorthRenewing(good, now)) return good;
      if (!good && this.#failure && this.#waitedWithin(RETRY_AFTER_WITHOUT, now)) throw this.#failure;
      void this.#startRenewal(now);
    }
    this.#waitedAt = now;
    const renewal = this.#renewal!;
    if (!good) return renewal.then((renewed) => stillGood(renewed, now)); // the renewal may have begun long ago
    const orGood = renewal.catch(() => good);
    return this.#failure ? good : orGood; // after a failed renewal, a new one runs, but no request waits for it
  }

  /**
   * Renews credentials before a request would have to wait. Call it about once a second. Credentials that no request
   * has used since the last renewal are not renewed.
   *
   * @param random 0 to 1; it spreads the retries of many processes over time
   */
  renewIfDue(now: EpochSeconds, random: number): void {
    const held = this.#held;
    if (!held || held.end === undefined || this.#renewal || this.#wanted === 0) return;
    if (now < this.#dueAt(held, held.end) || Math.abs(now - this.#failedAt) < this.#pause) return;
    this.#startRenewal(now).then(
      () => (this.#failures = 0),
      () => {
        const backOff = Math.min(MAX_BACK_OFF, 2 ** this.#failures++);
        this.#failedAt = now;
        this.#pause = Math.ceil(backOff * (0.5 + random / 2));
      },
    );
  }

  /** Drops credentials that STS or S3 reported as revoked. The next request obtains new ones. */
  drop(identity: AwsCredentialIdentity): void {
    if (this.#held?.identity === identity) this.#held = undefined;
  }

  /**
   * Returns the second from which a renewal is due: when the credentials become too short-lived for the longest request
   * since the last renewal, but not before a new session would be worth a call.
   */
  #dueAt({ obtainedAt }: HeldCredentials, end: EpochSeconds): EpochSeconds {
    const youngest = obtainedAt + worthwhileGain(end - obtainedAt);
    return Math.max(youngest, end - this.#wanted - AHEAD);
  }

  #startRenewal(now: EpochSeconds): Promise<HeldCredentials> {
    return (this.#renewal = this.#renew(now).finally(() => (this.#renewal = undefined)));
  }

  #isWorthRenewing({ obtainedAt, end = Infinity }: HeldCredentials, now: EpochSeconds): boolean {
    if (this.#inVain && this.#waitedWithin(RETRY_AFTER, now)) return false;
    // A new session of the same duration would expire later than this one by the age of this one.
    return now - obtainedAt >= worthwhileGain(end - obtainedAt);
  }

  /**
   * Returns whether a request waited less than `seconds` before or after `now`. It compares the absolute difference, so
   * that a clock that was set back doesn't delay the next try.
   */
  #waitedWithin(seconds: number, now: EpochSeconds): boolean {
    return Math.abs(now - this.#waitedAt) < seconds;
  }

  async #renew(now: EpochSeconds): Promise<HeldCredentials> {
    try {
      const obtained = await this.#obtain(now);
      const held = this.#held; // credentials that were dropped during the renewal must not return
      const best = held && isGoodAt(held, obtained.end ?? Infinity) ? held : obtained;
      this.#inVain = best === held;
      this.#failure = undefined;
      this.#wanted = 0;
      this.renewals.succeeded++;
      return (this.#held = best);
    } catch (error) {
      this.#inVain = true;
      this.renewals.failed++;
      throw (this.#failure = error instanceof PresignError ? error : unavailable(error));
    }
  }

  async #obtain(now: EpochSeconds): Promise<HeldCredentials> {
    const identity = await withinTime(this.#provider());
    const obtained = { identity, obtainedAt: now, end: endOfCredentials(identity) };
    return stillGood(obtained, now);
  }
}

const worthwhileGain = (session: number) => Math.min(WORTHWHILE_SECONDS, WORTHWHILE_SHARE * session);

const isGoodAt = ({ end }: HeldCredentials, time: EpochSeconds) => end === undefined || end >= time;

function stillGood(credentials: HeldCredentials, now: EpochSeconds): HeldCredentials {
  if (isGoodAt(credentials, now + 1)) return credentials;
  throw unavailable(new Error('the provider returned credentials that have expired'));
}

const unavailable = (cause: unknown) =>
  new PresignError('credentials_unavailable', 'AWS credentials are not available now. Try again.', { cause });
