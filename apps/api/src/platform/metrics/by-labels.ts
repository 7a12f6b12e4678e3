/** A map from a pair of label values to an object. A lookup allocates no object and no key. */
export class ByLabels<T, First extends string = string, Second extends string = string> {
  readonly #all = new Map<First, Map<Second, T>>();

  constructor(private readonly make: () => T) {}

  of(first: First, second: Second): T {
    let some = this.#all.get(first);
    if (!some) this.#all.set(first, (some = new Map()));
    let one = some.get(second);
    if (one === undefined) some.set(second, (one = this.make()));
    return one;
  }

  /** Iterates over all entries in the order in which they were added. */
  *[Symbol.iterator](): Generator<readonly [First, Second, T]> {
    for (const [first, some] of this.#all) for (const [second, one] of some) yield [first, second, one];
  }
}

/** A number that a counter increments in place. */
export interface Count {
  n: number;
}

export const newCount = (): Count => ({ n: 0 });
