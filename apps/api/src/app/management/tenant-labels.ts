import type { Labels, Sample } from './family.js';

/** For tenants beyond the limit, together: no tenant's id begins like this. */
export const OTHERS = '_others';

/** A value with the tenant it is of, and what else is said of it. */
export type OfTenant = readonly [tenant: string, value: number, labels?: Labels];

/** Bounds what thousands of tenants cost Prometheus: the first that are seen keep their names, the rest are one. */
export class TenantLabels {
  readonly #named = new Set<string>();

  /** @param limit tenants that have a label of their own */
  constructor(private readonly limit: number) {}

  /** @param combine two values of which one line is to be made */
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
