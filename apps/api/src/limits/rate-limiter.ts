import { LRUCache } from 'lru-cache';
import type { Caller, TenantAccess } from '../callers/caller.js';
import type { Clock } from '../clock.js';
import { Budget, type Account } from './budget.js';
import { Meter } from './meter.js';
import { UPLOAD_POLICY, type Policy } from './policy.js';

/**
 * Meters that are kept, some ten megabytes in all. What is forgotten begins anew with a full burst, so forgetting is worth
 * something only to somebody who calls as so many others, each with a burst of his own already. A tenant's own meter is
 * never forgotten.
 */
const MAX_METERS = 50_000;

/** Who has used how much: in this process, and nowhere else. */
export class RateLimiter {
  readonly #meters = new LRUCache<string, Meter>({ max: MAX_METERS });
  readonly #keys = new WeakMap<Caller, { readonly tenant: string; readonly key: string }>();
  readonly #tenants = new Map<string, Meter>();

  constructor(private readonly clock: Clock) {}

  /** @returns `undefined` where nothing limits the tenant's callers */
  ofCaller({ tenant, caller }: TenantAccess): Budget | undefined {
    const { policies } = tenant;
    if (policies === undefined) return undefined;
    const accounts: Account[] = [];
    if (policies.caller) accounts.push(this.#account(policies.caller, this.#keyOf(caller, tenant.id)));
    if (policies.tenant) {
      accounts.push({ policy: policies.tenant, meter: this.#meterOfTenant(tenant.id) });
    }
    return new Budget(accounts, policies.field, this.clock);
  }

  /**
   * Of an upload that was begun, or of an upload session: what goes on within it is not the caller's to pay for.
   *
   * @param id unique within the tenant
   */
  ofUpload(tenant: string, id: string): Budget {
    return new Budget([this.#account(UPLOAD_POLICY, `${tenant}/${id}`)], UPLOAD_POLICY.field, this.clock);
  }

  /** Putting a long key together, and hashing it, costs more than all the rest: once for a token is enough. */
  #keyOf(caller: Caller, tenant: string): string {
    const known = this.#keys.get(caller);
    if (known?.tenant === tenant) return known.key;
    const key = `${tenant} ${caller.issuer} ${caller.subject}`;
    this.#keys.set(caller, { tenant, key });
    return key;
  }

  #account(policy: Policy, key: string): Account {
    let meter = this.#meters.get(key);
    if (meter === undefined) this.#meters.set(key, (meter = new Meter(this.clock())));
    return { policy, meter };
  }

  #meterOfTenant(id: string): Meter {
    let meter = this.#tenants.get(id);
    if (meter === undefined) this.#tenants.set(id, (meter = new Meter(this.clock())));
    return meter;
  }
}
