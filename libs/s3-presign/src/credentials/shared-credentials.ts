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

/** A renewed session must last at least this much longer, in seconds or as a part of a session, to be worth a call. */
const WORTHWHILE_SECONDS = 60;
const WORTHWHILE_SHARE = 0.05;
/** Seconds to the next try after one in vain: while credentials at hand are good, and while there are none. */
const RETRY_AFTER = 5;
const RETRY_AFTER_WITHOUT = 1;
/** Seconds: background renewals come this much before a request would have to wait for one. */
const AHEAD = 15;
/** Seconds: background renewals that fail wait twice as long each time, up to this. */
const MAX_BACK_OFF = 60;

/**
 * Credentials of one tenant, obtained through a provider of the AWS SDK and shared by all requests. Answers at once
 * while what is held lasts long enough; otherwise one renewal serves everybody who waits.
 *
 * @example
 *   const credentials = new SharedCredentials(fromTokenFile({ roleSessionName: 'presign' }));
 */
export class SharedCredentials {
  /** How many ended how, so far. */
  readonly renewals = { succeeded: 0, failed: 0 };
  readonly #provider: AwsCredentialIdentityProvider;
  #held: HeldCredentials | undefined;
  #renewal: Promise<HeldCredentials> | undefined;
  /** Why the last renewal failed. */
  #failure: PresignError | undefined;
  /** Whether the last renewal failed, or brought what was held already. */
  #inVain = false;
  /** When a request last waited for a renewal: as near as an argument's clock comes to when the renewal ended. */
  #waitedAt = Number.NEGATIVE_INFINITY;
  /** Seconds that the longest request since the last renewal wanted. */
  #wanted = 0;
  /** Background renewals that failed in a row, when the last did, and the seconds from then to the next. */
  #failures = 0;
  #failedAt = Number.NEGATIVE_INFINITY;
  #pause = 0;

  constructor(provider: AwsCredentialIdentityProvider) {
    this.#provider = provider;
  }

  /** The current credentials, valid or not; `undefined` before the first answer. */
  get held(): HeldCredentials | undefined {
    return this.#held;
  }

  /** Why the last renewal failed, with its cause; `undefined` if it succeeded. */
  get failure(): PresignError | undefined {
    return this.#failure;
  }

  /**
   * Credentials that last until `until` where that can be had, else the best there are.
   *
   * @throws PresignError `credentials_unavailable`, `credentials_lifetime_unknown`; rejects with the same where the
   *   answer is a promise
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
    if (!good) return renewal.then((renewed) => stillGood(renewed, now)); // may have begun long ago
    const orGood = renewal.catch(() => good);
    return this.#failure ? good : orGood; // who answered badly last is asked again, but no one waits for it
  }

  /**
   * Call this every second or so: renews ahead of need, so that requests don't wait. What no request has used since
   * the last renewal is left to end.
   *
   * @param random 0 to 1, spreads the tries of many processes
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

  /** Forgets credentials that STS or S3 called revoked: the next request obtains new ones. */
  drop(identity: AwsCredentialIdentity): void {
    if (this.#held?.identity === identity) this.#held = undefined;
  }

  /** When what was wanted lately would no longer fit in, unless the session is too young for a new one to gain anything. */
  #dueAt({ obtainedAt }: HeldCredentials, end: EpochSeconds): EpochSeconds {
    const youngest = obtainedAt + worthwhileGain(end - obtainedAt);
    return Math.max(youngest, end - this.#wanted - AHEAD);
  }

  #startRenewal(now: EpochSeconds): Promise<HeldCredentials> {
    return (this.#renewal = this.#renew(now).finally(() => (this.#renewal = undefined)));
  }

  #isWorthRenewing({ obtainedAt, end = Infinity }: HeldCredentials, now: EpochSeconds): boolean {
    if (this.#inVain && this.#waitedWithin(RETRY_AFTER, now)) return false;
    // A session as long as the last one would end later by as much as this one is old.
    return now - obtainedAt >= worthwhileGain(end - obtainedAt);
  }

  /** Absolute, so that a clock that was set back doesn't hold up the next try. */
  #waitedWithin(seconds: number, now: EpochSeconds): boolean {
    return Math.abs(now - this.#waitedAt) < seconds;
  }

  async #renew(now: EpochSeconds): Promise<HeldCredentials> {
    try {
      const obtained = await this.#obtain(now);
      const held = this.#held; // what was dropped in the meantime must not come back
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
  throw unavailable(new Error('the provider gave credentials that have ended'));
}

const unavailable = (cause: unknown) =>
  new PresignError('credentials_unavailable', 'AWS credentials are not available now. Try again.', { cause });
