import { Semaphore } from './semaphore.js';

/** Milliseconds: requests that were under way together are refused together, and count as one refusal. */
const ONE_REFUSAL = 1000;

/**
 * How many requests are under way at once: one more for each full round of successes, half as many after the storage
 * asked for a pause or did not answer (additive increase, multiplicative decrease, RFC 5681 §3.1).
 */
export class AdaptiveLimit extends Semaphore {
  #credit = 0;
  #quietUntil = 0;

  /**
   * @param first requests at once at the beginning
   * @param most requests at once
   * @param now milliseconds of a clock that never goes back
   */
  constructor(
    first: number,
    private readonly most: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    super(Math.min(first, most));
  }

  get limit(): number {
    return this.capacity;
  }

  succeeded(): void {
    this.#credit += 1 / this.capacity;
    if (this.#credit < 1 || this.capacity >= this.most) return;
    this.#credit = 0;
    this.capacity += 1;
    this.admitWaiting();
  }

  pushedBack(): void {
    const now = this.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + ONE_REFUSAL;
    this.#credit = 0;
    this.capacity = Math.max(1, Math.floor(this.capacity / 2));
  }
}
