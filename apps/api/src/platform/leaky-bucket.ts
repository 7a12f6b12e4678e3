/** How much may be done, steadily and at once. */
export interface RateLimit {
  /** Units that come back in a second; whole. */
  readonly requestsPerSecond: number;
  /** Units that may be used at once, where none was for a while; whole. */
  readonly burst: number;
}

/** In a millisecond, as many thousandths of a unit come back as units in a second: whole numbers, so nothing is lost by rounding. */
const UNIT = 1000;

/** Seconds within which a debt is paid, whatever was charged; where the burst comes back sooner, as long as that takes. */
const MAX_DEBT_TIME = 60;

/** Units that may be used beyond the burst, where they can't be refused. */
export const maxDebt = ({ requestsPerSecond, burst }: RateLimit): number =>
  Math.min(burst, MAX_DEBT_TIME * requestsPerSecond);

/**
 * What was used and hasn't come back yet: the generic cell rate algorithm in its other form, the leaky bucket as a meter
 * (ITU-T I.371 Annex A). Two numbers, no timer, no waiting.
 *
 * `now` is in whole milliseconds. A clock that is set back gives nothing back; one that is set forward gives what it would
 * have given anyway, and never more than the burst.
 */
export class LeakyBucket {
  /** Thousandths of a unit. */
  #used = 0;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Units that may be used now; none while there is a debt. */
  available({ requestsPerSecond, burst }: RateLimit, now: number): number {
    if (now > this.#at) this.#used = Math.max(0, this.#used - (now - this.#at) * requestsPerSecond);
    this.#at = now;
    return Math.max(0, Math.floor((burst * UNIT - this.#used) / UNIT));
  }

  /**
   * Uses what can't be refused, also what is not there: then the meter is in debt, and nothing is `available` until that
   * was paid. What is charged beyond the largest debt is forgotten.
   */
  charge(limit: RateLimit, count: number, now: number): void {
    this.available(limit, now);
    const most = (limit.burst + maxDebt(limit)) * UNIT;
    this.#used = Math.max(this.#used, Math.min(this.#used + count * UNIT, most));
  }

  /** Call this with no more than what was `available` just now. */
  use(count: number): void {
    this.#used += count * UNIT;
  }

  /** Milliseconds until so many units are `available`, from when that was last asked. */
  wait({ requestsPerSecond, burst }: RateLimit, count: number): number {
    return Math.max(0, Math.ceil((this.#used + (count - burst) * UNIT) / requestsPerSecond));
  }
}
