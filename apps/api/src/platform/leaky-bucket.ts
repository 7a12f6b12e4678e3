/** A rate limit: a steady rate and a burst. */
export interface RateLimit {
  /** The number of units that come back per second; an integer. */
  readonly requestsPerSecond: number;
  /** The number of units that may be used at once after a pause; an integer. */
  readonly burst: number;
}

/**
 * The number of internal units per unit. Usage is counted in thousandths of a unit, because the thousandths that come
 * back per millisecond equal the units that come back per second. All numbers are integers, so nothing is lost by
 * rounding.
 */
const UNIT = 1000;

/**
 * The time in seconds that limits the largest debt: a debt is never larger than the units that come back within this
 * time, or than the burst.
 */
const MAX_DEBT_TIME = 60;

/** Returns the largest debt: the number of units beyond the burst that work may use that can't be refused. */
export const maxDebt = ({ requestsPerSecond, burst }: RateLimit): number =>
  Math.min(burst, MAX_DEBT_TIME * requestsPerSecond);

/**
 * Counts the used units that have not come back yet. The algorithm is the leaky bucket as a meter, which is equivalent
 * to the generic cell rate algorithm (ITU-T I.371 Annex A). It needs two numbers and no timer.
 *
 * `now` is in whole milliseconds. A clock that is set back returns no units; a clock that is set forward never returns
 * more than the burst.
 */
export class LeakyBucket {
  /** The used units, in thousandths. */
  #used = 0;
  #at: number;

  constructor(now: number) {
    this.#at = now;
  }

  /** Returns the number of units that may be used now; 0 while there is a debt. */
  available({ requestsPerSecond, burst }: RateLimit, now: number): number {
    if (now > this.#at) this.#used = Math.max(0, this.#used - (now - this.#at) * requestsPerSecond);
    this.#at = now;
    return Math.max(0, Math.floor((burst * UNIT - this.#used) / UNIT));
  }

  /**
   * Charges units for work that can't be refused, even if they are not available. The bucket is then in debt, and no
   * unit is `available` until the debt is paid. A charge beyond the largest debt is ignored.
   */
  charge(limit: RateLimit, count: number, now: number): void {
    this.available(limit, now);
    const most = (limit.burst + maxDebt(limit)) * UNIT;
    this.#used = Math.max(this.#used, Math.min(this.#used + count * UNIT, most));
  }

  /** Uses units. Call this with at most the number that `available` just returned. */
  use(count: number): void {
    this.#used += count * UNIT;
  }

  /** Returns the milliseconds until `count` units are `available`, counted from the last call of `available`. */
  wait({ requestsPerSecond, burst }: RateLimit, count: number): number {
    return Math.max(0, Math.ceil((this.#used + (count - burst) * UNIT) / requestsPerSecond));
  }
}
