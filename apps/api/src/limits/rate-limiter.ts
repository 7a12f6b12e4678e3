import { hash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { subjectOf, type Caller } from '../platform/caller.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { LeakyBucket } from '../platform/leaky-bucket.js';
import { BEGINNINGS, UPLOAD_POLICY, WORK, type Policy } from '../tenancy/tenants/rate-limit-policy.js';
import type { Tenant } from '../tenancy/tenants/tenant.js';
import { Budget, type Account } from './budget.js';

/**
 * The maximum number of buckets that are kept, some ten megabytes in total. A bucket that was dropped begins again with
 * a full burst. Only a caller with that many subjects gains by this, and each of the subjects has a burst anyway. A
 * tenant's shared bucket is never dropped.
 */
const MAX_BUCKETS = 50_000;

/** The properties of a tenant that set its rate limits. */
export type LimitedTenant = Pick<Tenant, 'id' | 'policies'>;

/** Counts how much of its limit each caller has used, in this process only. */
@Injectable()
export class RateLimiter {
  readonly #buckets = new LRUCache<string, LeakyBucket>({ max: MAX_BUCKETS });
  readonly #keys = new WeakMap<Caller, { readonly tenant: string; readonly key: string }>();
  readonly #tenants = new Map<string, LeakyBucket>();

  constructor(@Inject(CLOCK) private readonly clock: Clock) {}

  /**
   * Returns the budget of a caller.
   *
   * @returns `undefined` if the tenant's callers have no limit
   */
  ofCaller({ tenant, caller }: TenantAccess): Budget | undefined {
    const { policies } = tenant;
    if (policies === undefined) return undefined;
    const accounts: Account[] = [];
    if (policies.caller) accounts.push(this.#account(policies.caller, this.#keyOf(caller, tenant.id)));
    const all = this.#accountOfAll(tenant);
    if (all) accounts.push(all);
    return new Budget(accounts, policies.field, this.clock);
  }

  /**
   * Returns the budget of an upload or an upload session. The limits of the caller and the tenant never interrupt
   * requests within it. They are still charged to the tenant's `allCallers` limit, so that new work waits.
   *
   * @param id unique within the tenant
   */
  ofUpload(tenant: LimitedTenant, id: string): Budget {
    const own = this.#account(UPLOAD_POLICY, `${tenant.id}/${id}`);
    return new Budget([own], UPLOAD_POLICY.field, this.clock, this.#accountOfAll(tenant));
  }

  /**
   * Returns the budget of a subject for beginning upload sessions or uploads in parts, even if the tenant file
   * sets no limit.
   */
  ofBeginning({ tenant, caller }: TenantAccess, what: keyof typeof BEGINNINGS): Budget {
    const policy = BEGINNINGS[what];
    const account = this.#account(policy, `${what}: ${this.#keyOf(caller, tenant.id)}`);
    return new Budget([account], policy.field, this.clock);
  }

  /**
   * Returns the budget for work that the service does in S3 for a subject and its tenant, even if the tenant file sets
   * no limit.
   */
  ofWork({ tenant, caller }: TenantAccess, what: keyof typeof WORK): Budget {
    const { subject, all } = WORK[what];
    const accounts = [
      this.#account(subject, `${what}: ${this.#keyOf(caller, tenant.id)}`),
      this.#account(all, `${what}: ${tenant.id}`),
    ];
    return new Budget(accounts, `${subject.field}, ${all.field}`, this.clock);
  }

  /**
   * Returns the key of a caller's account. It is a digest, since a subject may be long. It is stored per token, because
   * computing it costs more than the rest.
   */
  #keyOf(caller: Caller, tenant: string): string {
    const known = this.#keys.get(caller);
    if (known?.tenant === tenant) return known.key;
    const key = hash('sha256', `${tenant} ${subjectOf(caller)}`, 'base64');
    this.#keys.set(caller, { tenant, key });
    return key;
  }

  #account(policy: Policy, key: string): Account {
    let bucket = this.#buckets.get(key);
    if (bucket === undefined) this.#buckets.set(key, (bucket = new LeakyBucket(this.clock())));
    return { policy, bucket };
  }

  /** Returns the account that all callers of a tenant share; `undefined` if they have no shared limit. */
  #accountOfAll({ id, policies }: LimitedTenant): Account | undefined {
    const policy = policies?.tenant;
    if (policy === undefined) return undefined;
    let bucket = this.#tenants.get(id);
    if (bucket === undefined) this.#tenants.set(id, (bucket = new LeakyBucket(this.clock())));
    return { policy, bucket };
  }
}
