/** One thing for each pair of label values, found without an object or a key that is made for the search. */
export class ByLabels<T, First extends string = string, Second extends string | number = string> {
  readonly #all = new Map<First, Map<Second, T>>();

  constructor(private readonly make: () => T) {}

  of(first: First, second: Second): T {
    let some = this.#all.get(first);
    if (!some) this.#all.set(first, (some = new Map()));
    let one = some.get(second);
    if (one === undefined) some.set(second, (one = this.make()));
    return one;
  }

  /** In the order in which they came. */
  *[Symbol.iterator](): Generator<readonly [First, Second, T]> {
    for (const [first, some] of this.#all) for (const [second, one] of some) yield [first, second, one];
  }
}

/** What a counter counts in. */
export interface Count {
  n: number;
}

export const newCount = (): Count => ({ n: 0 });
