import { Semaphore } from './semaphore.js';

/** The time in which refusals count as one, in milliseconds. Simultaneous requests are refused together. */
const ONE_REFUSAL = 1000;

/**
 * Limits the number of simultaneous requests. The limit doubles with each round of successes until the storage first
 * asks for a pause or does not answer. Then it is halved, and rises by one with each round (slow start, additive
 * increase and multiplicative decrease, RFC 5681 §3.1).
 */
export class AdaptiveLimit extends Semaphore {
  #credit = 0;
  #isSlowStart = true;
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
    this.#credit += this.#isSlowStart ? 1 : 1 / this.capacity;
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
    this.#isSlowStart = false;
    this.capacity = Math.max(1, Math.floor(this.capacity / 2));
  }
}
