import { isDeepStrictEqual } from 'node:util';
import type { IssuerEntry, TenantEntry, TenantFile } from '#tenant-file';
import type { IdentityObservers } from './tenant-identity.js';
import { Tenant } from './tenant.js';

/** What a new tenant file changed: ids of tenants, names of issuers. */
export interface TenantChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly issuers: boolean;
}

/** The tenants that this process serves, and the issuers that speak for them: always of one file. */
export class TenantRegistry {
  #issuers: readonly IssuerEntry[] = [];
  #issuersByName: ReadonlyMap<string, IssuerEntry> = new Map();
  #tenants: ReadonlyMap<string, Tenant> = new Map();
  #origins: ReadonlySet<string> = new Set();
  /** Why the file as it is now is not the one being served; in words for an operator. */
  refusal: string | undefined;

  /** @param observers are told of what is done towards AWS for tenants */
  constructor(
    file: TenantFile,
    private readonly observers?: IdentityObservers,
  ) {
    this.replace(file);
  }

  /** The same object for as long as an entry is the same. */
  get issuers(): readonly IssuerEntry[] {
    return this.#issuers;
  }

  /** The entry of this name. */
  issuer(name: string): IssuerEntry | undefined {
    return this.#issuersByName.get(name);
  }

  get(id: string): Tenant | undefined {
    return this.#tenants.get(id);
  }

  get all(): readonly Tenant[] {
    return [...this.#tenants.values()];
  }

  /** Of all tenants together: whose pages may ask at all. */
  get origins(): ReadonlySet<string> {
    return this.#origins;
  }

  /** The tenant of a one-tenant process, which also answers the tutorial's routes at the root. */
  get only(): Tenant | undefined {
    return this.#tenants.size === 1 ? this.all[0] : undefined;
  }

  /**
   * Takes over a whole file at once. A tenant whose entry is the same stays the same object, with the credentials it
   * holds; a changed one keeps those where it is still the same to AWS. Requests under way keep the tenant that they began with.
   */
  replace(file: TenantFile): TenantChanges {
    const before = this.#tenants;
    const issuers = file.issuers.map((entry) => sameAs(entry, this.#issuers));
    const tenants = new Map(file.tenants.map((entry) => [entry.id, this.#tenantOf(entry)]));
    const changes = {
      added: [...tenants.keys()].filter((id) => !before.has(id)),
      changed: [...tenants.values()]
        .filter((tenant) => (before.get(tenant.id) ?? tenant) !== tenant)
        .map(({ id }) => id),
      removed: [...before.keys()].filter((id) => !tenants.has(id)),
      issuers: !isDeepStrictEqual(issuers, this.#issuers),
    };
    this.#issuers = issuers;
    this.#issuersByName = new Map(issuers.map((entry) => [entry.name, entry]));
    this.#tenants = tenants;
    this.#origins = new Set(file.tenants.flatMap(({ cors }) => cors?.origins ?? []));
    this.refusal = undefined;
    return changes;
  }

  #tenantOf(entry: TenantEntry): Tenant {
    const before = this.#tenants.get(entry.id);
    return before && isDeepStrictEqual(before.entry, entry)
      ? before
      : new Tenant(entry, before, this.observers);
  }
}

const sameAs = (entry: IssuerEntry, others: readonly IssuerEntry[]): IssuerEntry =>
  others.find((other) => isDeepStrictEqual(other, entry)) ?? entry;
