import type { Clock } from '../platform/clock.js';
import type { LeakyBucket } from '../platform/leaky-bucket.js';
import { RateLimitedError } from '../platform/problems/rate-limited.js';
import type { Policy } from '../tenancy/tenants/rate-limit-policy.js';

/** A rate limit policy with the usage counted under it. */
export interface Account {
  readonly policy: Policy;
  readonly bucket: LeakyBucket;
}

/** The accounts that a request is charged to. Each of them is charged the whole amount, or none is charged. */
export class Budget {
  /** The account that had the least left when the accounts were last read. */
  #tightest: Account;
  #left = 0;

  /**
   * @param accounts at least one
   * @param policyField the `RateLimit-Policy` field for all accounts
   * @param charged an account that is charged for the same units but never refuses them; it may go into debt
   */
  constructor(
    private readonly accounts: readonly Account[],
    readonly policyField: string,
    private readonly clock: Clock,
    private readonly charged?: Account,
  ) {
    this.#tightest = accounts[0]!;
  }

  /**
   * Uses `count` units.
   *
   * @throws RateLimitedError if any account has too few; then no unit is used
   */
  require(count: number): void {
    this.#look();
    if (this.#left < count) throw this.refusal(count);
    this.#use(count);
  }

  /**
   * Uses as many units as are available, up to `count`.
   *
   * @returns the number of used units
   */
  takeUpTo(count: number): number {
    this.#look();
    const taken = Math.min(count, this.#left);
    this.#use(taken);
    return taken;
  }

  /**
   * The `RateLimit` field (draft-ietf-httpapi-ratelimit-headers-11 §4) for the account with the fewest remaining units.
   * Its effective window is the time until one more unit is available.
   */
  get field(): string {
    const { policy, bucket } = this.#tightest;
    return `"${policy.name}";r=${this.#left};t=${seconds(bucket.wait(policy.limit, this.#left + 1))}`;
  }

  /** Creates the refusal for `count` units that are not available. */
  refusal(count: number): RateLimitedError {
    const short = this.accounts.filter(({ policy, bucket }) => bucket.wait(policy.limit, count) > 0);
    const wait = Math.max(...short.map(({ policy, bucket }) => bucket.wait(policy.limit, count)));
    const violated = short.map(({ policy: { name, limit } }) => ({
      name,
      allows: `${limit.requestsPerSecond} a second and ${limit.burst} at once`,
    }));
    return new RateLimitedError(violated, seconds(wait), {
      ratelimit: this.field,
      'ratelimit-policy': this.policyField,
    });
  }

  #look(): void {
    const now = this.clock();
    this.#left = Infinity;
    for (const account of this.accounts) {
      const available = account.bucket.available(account.policy.limit, now);
      if (available >= this.#left) continue;
      this.#left = available;
      this.#tightest = account;
    }
  }

  #use(count: number): void {
    for (const { bucket } of this.accounts) bucket.use(count);
    this.#left -= count;
    if (this.charged) this.charged.bucket.charge(this.charged.policy.limit, count, this.clock());
  }
}

const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000);
