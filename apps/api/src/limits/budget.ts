import type { Clock } from '../platform/clock.js';
import type { LeakyBucket } from '../platform/leaky-bucket.js';
import { RateLimitedError } from '../platform/problems/rate-limited.js';
import type { Policy } from '../tenancy/tenants/rate-limit-policy.js';

/** A policy, and what was used of it. */
export interface Account {
  readonly policy: Policy;
  readonly bucket: LeakyBucket;
}

/** The accounts that a request draws on. It takes the whole amount from each account, or nothing from any. */
export class Budget {
  /** The account that had the least left when the accounts were last read. */
  #tightest: Account;
  #left = 0;

  /**
   * @param accounts at least one
   * @param policyField `RateLimit-Policy`, of all of them
   * @param charged pays for what the accounts pay for, too, but never refuses it: it may go into debt
   */
  constructor(
    private readonly accounts: readonly Account[],
    readonly policyField: string,
    private readonly clock: Clock,
    private readonly charged?: Account,
  ) {
    this.#tightest = accounts[0]!;
  }

  /** @throws RateLimitedError, and then nothing was used */
  require(count: number): void {
    this.#look();
    if (this.#left < count) throw this.refusal(count);
    this.#use(count);
  }

  /** Uses as much as there is, up to `count`. @returns how much that was */
  takeUpTo(count: number): number {
    this.#look();
    const taken = Math.min(count, this.#left);
    this.#use(taken);
    return taken;
  }

  /**
   * `RateLimit` (draft-ietf-httpapi-ratelimit-headers-11 §4), of the account that has least left. The effective window is
   * the time until there is more.
   */
  get field(): string {
    const { policy, bucket } = this.#tightest;
    return `"${policy.name}";r=${this.#left};t=${seconds(bucket.wait(policy.limit, this.#left + 1))}`;
  }

  /** For so much more than there was when it was asked for. */
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
