import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { subjectOf } from '../platform/caller.js';
import { RateLimitedError } from '../platform/problems/rate-limited.js';
import { SLOTS } from '../tenancy/tenants/rate-limit-policy.js';

/** The seconds after which a retry may find a free slot. */
const WAIT = 1;

/** Limits the concurrent long-running requests to S3, per subject and for all subjects of a tenant together. */
export class WorkSlots {
  readonly #busy = new Map<string, number>();

  /**
   * Runs work in a free slot.
   *
   * @throws RateLimitedError if no slot is free; rejects with the error of `work`
   */
  async run<T>(access: TenantAccess, what: keyof typeof SLOTS, work: () => Promise<T>): Promise<T> {
    const { tenant, caller } = access;
    const { subject, all } = SLOTS[what];
    const keys = [
      [`${what} ${tenant.id}`, all],
      [`${what} ${tenant.id} ${subjectOf(caller)}`, subject],
    ] as const;
    const full = keys.find(([key, slots]) => this.#of(key) >= slots);
    if (full) throw refusal(what, full[1]);
    for (const [key] of keys) this.#busy.set(key, this.#of(key) + 1);
    try {
      return await work();
    } finally {
      for (const [key] of keys) this.#release(key);
    }
  }

  #of(key: string): number {
    return this.#busy.get(key) ?? 0;
  }

  #release(key: string): void {
    const left = this.#of(key) - 1;
    if (left > 0) this.#busy.set(key, left);
    else this.#busy.delete(key);
  }
}

function refusal(what: string, slots: number): RateLimitedError {
  const name = `${what}s-at-once-per-pod`;
  return new RateLimitedError([{ name, allows: `${slots} at once` }], WAIT, {
    ratelimit: `"${name}";r=0;t=${WAIT}`,
    'ratelimit-policy': `"${name}";q=${slots};w=${WAIT}`,
  });
}
