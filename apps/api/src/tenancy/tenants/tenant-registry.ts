import { isDeepStrictEqual } from 'node:util';
import { PresignError } from '#s3-presign';
import type { IssuerEntry, TenantEntry, TenantFile } from '#tenant-file';
import { Origins } from './origins.js';
import type { IdentityObservers } from './tenant-identity.js';
import { Tenant, type Standing } from './tenant.js';

/** The changes that a new tenant file makes: ids of tenants and names of issuers. */
export interface TenantChanges {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly issuers: boolean;
}

/** The state of the tenants' own files, and a way to read them. */
export interface TeamFiles {
  /** Reads a tenant's file now. Resolves when it is in the registry. */
  load(id: string): Promise<void>;
  /** Resolves when every file was read once. */
  readonly loaded: Promise<void> | undefined;
  /** Returns, for each tenant with a file of its own, whether the file is valid. */
  validity(): Iterable<readonly [tenant: string, valid: boolean]>;
  /** The errors of files, for an operator. */
  readonly reasons: readonly string[];
}

/** The tenants that this process serves, and the issuers of their callers' tokens. */
export class TenantRegistry {
  #issuers: readonly IssuerEntry[] = [];
  #issuersByName: ReadonlyMap<string, IssuerEntry> = new Map();
  #tenants = new Map<string, Tenant>();
  #origins = new Origins();
  /** The reason why the current file is not the one in force, for an operator. */
  refusal: string | undefined;
  /** The reason why no tenant is served at all, for an operator. */
  outage: string | undefined;
  /** The tenants' own files; set if tenants have them. */
  teamFiles: TeamFiles | undefined;

  /** @param observers receive the calls to AWS for tenants */
  constructor(
    file: TenantFile,
    private readonly observers?: IdentityObservers,
  ) {
    this.replace(file);
  }

  /** All trusted issuers. An entry that does not change stays the same object. */
  get issuers(): readonly IssuerEntry[] {
    return this.#issuers;
  }

  /** Returns the issuer of this name. */
  issuer(name: string): IssuerEntry | undefined {
    return this.#issuersByName.get(name);
  }

  get(id: string): Tenant | undefined {
    return this.#tenants.get(id);
  }

  get all(): readonly Tenant[] {
    return [...this.#tenants.values()];
  }

  /** The web origins of all tenants, whose pages may send requests. */
  get origins(): Pick<ReadonlySet<string>, 'has'> {
    return this.#origins;
  }

  /** The tenant of a process with one tenant, which also answers the tutorial's routes at the root. */
  get only(): Tenant | undefined {
    return this.#tenants.size === 1 ? this.all[0] : undefined;
  }

  /**
   * Returns the tenant whose file is in force. Call this only for a caller who may act for the tenant; others must not
   * learn its state.
   *
   * @throws PresignError `tenant_unavailable`; the promise rejects with the same error
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

  /** Replaces the list of trusted issuers. An entry that has not changed stays the same object. */
  trust(entries: readonly IssuerEntry[]): void {
    const issuers = entries.map((entry) => this.#sameIssuer(entry));
    if (issuers.length === this.#issuers.length && issuers.every((entry, i) => entry === this.#issuers[i]))
      return;
    this.#issuers = issuers;
    this.#issuersByName = new Map(issuers.map((entry) => [entry.name, entry]));
  }

  /**
   * Adds or updates one tenant, and leaves all others unchanged.
   *
   * @returns whether the registry changed
   */
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
   * Applies a whole file at once. A tenant whose entry has not changed stays the same object and keeps its credentials.
   * A changed one keeps them if the entry is the same towards AWS. Requests in progress keep the tenant with which they
   * began.
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
