import type { Labels, Sample } from './family.js';

/** The label of all tenants beyond the limit. No tenant's id begins with an underscore. */
export const OTHERS = '_others';

/** A value of a tenant, with further labels. */
export type OfTenant = readonly [tenant: string, value: number, labels?: Labels];

/**
 * Limits the number of label values that Prometheus must store: the first tenants have labels of their own, and the
 * others share one.
 */
export class TenantLabels {
  readonly #named = new Set<string>();

  /** @param limit the number of tenants that have a label of their own */
  constructor(private readonly limit: number) {}

  /**
   * Returns one sample per label.
   *
   * @param combine combines two values that share a line
   */
  samples(values: Iterable<OfTenant>, combine: (one: number, other: number) => number): Sample[] {
    const lines = new Map<string, Sample>();
    for (const [id, value, more] of values) {
      const labels = { tenant: this.#labelOf(id), ...more };
      const key = JSON.stringify(labels);
      const before = lines.get(key);
      lines.set(key, { labels, value: before ? combine(before.value, value) : value });
    }
    return [...lines.values()];
  }

  #labelOf(id: string): string {
    if (id === '' || this.#named.has(id)) return id;
    if (this.#named.size >= this.limit) return OTHERS;
    this.#named.add(id);
    return id;
  }
}

export const sum = (one: number, other: number): number => one + other;
