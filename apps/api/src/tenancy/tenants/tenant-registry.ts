import { isDeepStrictEqual } from 'node:util';
import { PresignError } from '#s3-presign';
import type { IssuerEntry, TenantEntry, TenantFile } from '#tenant-file';
import { Origins } from './origins.js';
import type { IdentityObservers } from './tenant-identity.js';
import { Tenant, type Standing } from './tenant.js';

/** What a new tenant file changed: ids of tenants, names of issuers. */
export interface TenantChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly issuers: boolean;
}

/** State and reader of the tenants' own files. */
export interface TeamFiles {
  /** Reads a tenant’s file now; settles when it is in the registry. */
  load(id: string): Promise<void>;
  /** Settles when every file was read once. */
  readonly loaded: Promise<void> | undefined;
  /** Returns for each tenant that has a file whether it is valid. */
  validity(): Iterable<readonly [tenant: string, valid: boolean]>;
  /** What is wrong with files, in words for an operator. */
  readonly reasons: readonly string[];
}

/** The tenants that this process serves, and the issuers that speak for them. */
export class TenantRegistry {
  #issuers: readonly IssuerEntry[] = [];
  #issuersByName: ReadonlyMap<string, IssuerEntry> = new Map();
  #tenants = new Map<string, Tenant>();
  #origins = new Origins();
  /** Why the file as it is now is not the one being served; in words for an operator. */
  refusal: string | undefined;
  /** Why no tenant is served at all; in words for an operator. */
  outage: string | undefined;
  /** Set if tenants have files of their own. */
  teamFiles: TeamFiles | undefined;

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

  /** The origins of all tenants, whose pages may send requests. */
  get origins(): Pick<ReadonlySet<string>, 'has'> {
    return this.#origins;
  }

  /** The tenant of a one-tenant process, which also answers the tutorial's routes at the root. */
  get only(): Tenant | undefined {
    return this.#tenants.size === 1 ? this.all[0] : undefined;
  }

  /**
   * The tenant as it is in force, for a caller who may speak for it; others learn nothing of it.
   *
   * @throws PresignError `tenant_unavailable`; rejects with the same
   */
  inForce(tenant: Tenant): Tenant | Promise<Tenant> {
    if (this.outage === undefined) {
      if (tenant.standing === 'served') return tenant;
      if (tenant.standing === 'pending' && this.teamFiles) return this.#loaded(tenant, this.teamFiles);
    }
    throw new PresignError('tenant_unavailable', 'The tenant can’t be served now. Try again.');
  }

  async #loaded({ id }: Tenant, files: TeamFiles): Promise<Tenant> {
    await files.load(id);
    const tenant = this.get(id);
    if (!tenant || tenant.standing === 'pending')
      throw new PresignError('tenant_unavailable', 'The tenant can’t be served now. Try again.');
    return this.inForce(tenant);
  }

  /** Trusts these issuers and no others from now on. An entry that has not changed stays the same object. */
  trust(entries: readonly IssuerEntry[]): void {
    const issuers = entries.map((entry) => this.#sameIssuer(entry));
    if (issuers.length === this.#issuers.length && issuers.every((entry, i) => entry === this.#issuers[i]))
      return;
    this.#issuers = issuers;
    this.#issuersByName = new Map(issuers.map((entry) => [entry.name, entry]));
  }

  /** Takes over one tenant, and leaves all others as they are. @returns whether that changes anything */
  put(entry: TenantEntry, standing: Standing): boolean {
    const before = this.#tenants.get(entry.id);
    if (before?.standing === standing && isDeepStrictEqual(before.entry, entry)) return false;
    this.#tenants.set(entry.id, new Tenant(entry, before, this.observers, standing));
    this.#origins.replace(before?.entry.cors?.origins, entry.cors?.origins);
    return true;
  }

  remove(id: string): void {
    this.#origins.replace(this.#tenants.get(id)?.entry.cors?.origins, undefined);
    this.#tenants.delete(id);
  }

  /**
   * Takes over a whole file at once. A tenant whose entry is the same stays the same object, with the credentials it
   * holds; a changed one keeps those where it is still the same to AWS. Requests under way keep the tenant that they began with.
   */
  replace(file: TenantFile): TenantChanges {
    const before = this.#tenants;
    const issuers = file.issuers.map((entry) => this.#sameIssuer(entry));
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
    this.#origins = new Origins();
    for (const { cors } of file.tenants) this.#origins.replace(undefined, cors?.origins);
    this.refusal = undefined;
    return changes;
  }

  #tenantOf(entry: TenantEntry): Tenant {
    const before = this.#tenants.get(entry.id);
    return before && isDeepStrictEqual(before.entry, entry)
      ? before
      : new Tenant(entry, before, this.observers);
  }

  #sameIssuer(entry: IssuerEntry): IssuerEntry {
    const before = this.#issuersByName.get(entry.name);
    return isDeepStrictEqual(before, entry) ? before! : entry;
  }
}
