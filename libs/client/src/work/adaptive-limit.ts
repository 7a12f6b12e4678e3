import { Semaphore } from './semaphore.js';

/** The time in which refusals count as one, in milliseconds. Simultaneous requests are refused together. */
const ONE_REFUSAL = 1000;

/**
 * Limits the number of simultaneous requests. The limit rises by one after a full round of successes, and is halved if
 * the storage asks for a pause or does not answer (additive increase, multiplicative decrease, RFC 5681 §3.1).
 */
export class AdaptiveLimit extends Semaphore {
  #credit = 0;
  #quietUntil = 0;

  /**
   * @param first the limit at the beginning
   * @param most the highest limit
   * @param now returns milliseconds of a clock that never goes back
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
