/** How much of a resource is taken, while one more request asks for some. */
export interface Taken {
  /** What there is. */
  readonly capacity: number;
  readonly byAll: number;
  readonly byTenant: number;
  /** By the subject's other requests. */
  readonly bySubject: number;
}

/** How much more than is left for others a tenant or a subject may hold. */
export interface Share {
  readonly ofTenant: number;
  readonly ofSubject: number;
}

/**
 * Returns whether a request may take so much: a tenant, and a subject, holds at most a fixed multiple of what stays
 * free (dynamic thresholds; Choudhury and Hahne, 1998). However many are greedy, a newcomer finds something: with `n`
 * greedy tenants and a share of 1, each holds `capacity / (n + 1)`, and as much is free. A subject's first request
 * obeys its tenant's share alone.
 */
export function isFair({ capacity, byAll, byTenant, bySubject }: Taken, cost: number, share: Share): boolean {
  const free = capacity - byAll - cost;
  if (free < 0) return false;
  if (byTenant + cost > share.ofTenant * free) return false;
  return bySubject === 0 || bySubject + cost <= share.ofSubject * free;
}
