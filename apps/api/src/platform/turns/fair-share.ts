/** The amounts of a resource that are taken when a request asks for more. */
export interface Taken {
  /** The total amount of the resource. */
  readonly capacity: number;
  /** The amount taken by all requests. */
  readonly byAll: number;
  /** The amount taken by requests of the same tenant. */
  readonly byTenant: number;
  /** The amount taken by other requests of the same subject. */
  readonly bySubject: number;
}

/** The largest holding of a tenant and of a subject, as a multiple of the amount that remains free. */
export interface Share {
  readonly ofTenant: number;
  readonly ofSubject: number;
}

/**
 * Returns whether a request may take `cost` of the resource. A tenant, and a subject, may hold at most a fixed multiple
 * of the capacity that is then free (dynamic thresholds; Choudhury and Hahne, 1998). So some capacity is always free for
 * a new tenant: if `n` tenants with a share of 1 each take their maximum, each holds `capacity / (n + 1)`, and the same
 * amount is free. For a subject's first request, only the tenant's share counts.
 */
export function isFair({ capacity, byAll, byTenant, bySubject }: Taken, cost: number, share: Share): boolean {
  const free = capacity - byAll - cost;
  if (free < 0) return false;
  if (byTenant + cost > share.ofTenant * free) return false;
  return bySubject === 0 || bySubject + cost <= share.ofSubject * free;
}
