import { Inject, Injectable } from '@nestjs/common';
import { ownerOf } from '../access/authorization/owner-of.js';
import type { TenantAccess } from '../access/authorization/tenant-access.js';
import { LongWorkQueue } from '../platform/turns/long-work-queue.js';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { CredentialsRefresher } from '../tenancy/tenants/credentials-refresher.js';
import type { Tenant } from '../tenancy/tenants/tenant.js';
import { TenantStorage, type CallerStorage } from './tenant-storage.js';

/** Holds one storage per tenant object. A changed tenant file creates new tenant objects, and thus new storages. */
@Injectable()
export class TenantStorages {
  readonly #byTenant = new WeakMap<Tenant, TenantStorage>();

  constructor(
    private readonly log: Log,
    private readonly identities: CredentialsRefresher,
    private readonly queue: LongWorkQueue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Returns the tenant's bucket as the caller uses it. */
  of(access: Pick<TenantAccess, 'tenant' | 'caller'>): CallerStorage {
    return this.#of(access.tenant).for(ownerOf(access).subject);
  }

  #of(tenant: Tenant): TenantStorage {
    let storage = this.#byTenant.get(tenant);
    if (!storage) this.#byTenant.set(tenant, (storage = this.#create(tenant)));
    return storage;
  }

  #create(tenant: Tenant): TenantStorage {
    const recheck = (suspect: Tenant) => this.identities.recheck(suspect);
    const nextTurn = this.queue.begin({ tenant: tenant.id, subject: '' });
    return new TenantStorage(tenant, this.log, this.clock, recheck, nextTurn);
  }
}
