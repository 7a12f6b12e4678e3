/** Milliseconds after which used time counts half. */
const HALF_LIFE = 1000;
/** The maximum number of groups that are remembered. */
const MAX_REMEMBERED = 2000;

interface Use {
  readonly time: number;
  /** The time at which it was last charged, in milliseconds. */
  readonly at: number;
}

/**
 * The processor time that tenants, and unauthenticated clients together, have used in the last seconds. Who has used
 * least goes first.
 */
export class ProcessorTime {
  readonly #uses = new Map<string, Use>();

  /** @param now returns milliseconds of a monotonic clock */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** Adds time in milliseconds. @param group the tenant; empty for unauthenticated clients */
  charge(group: string, time: number): void {
    if (this.#uses.size > MAX_REMEMBERED) this.#uses.clear();
    this.#uses.set(group, { time: this.usedBy(group) + time, at: this.now() });
  }

  /** Returns the used time in milliseconds, in which older use counts less. */
  usedBy(group: string): number {
    const use = this.#uses.get(group);
    return use === undefined ? 0 : use.time * 2 ** ((use.at - this.now()) / HALF_LIFE);
  }
}
