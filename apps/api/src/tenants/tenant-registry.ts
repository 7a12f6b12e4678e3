import { readFile } from 'node:fs/promises';
import { Tenant } from './tenant.js';
import type { IssuerEntry, TenantFile } from './tenant-file.js';
import { parseTenantFile } from './tenant-file.reader.js';

/** The tenants that this process serves, and the issuers that speak for them. */
export class TenantRegistry {
  readonly #tenants: ReadonlyMap<string, Tenant>;
  readonly issuers: readonly IssuerEntry[];

  constructor(file: TenantFile) {
    this.issuers = file.issuers;
    this.#tenants = new Map(file.tenants.map((entry) => [entry.id, new Tenant(entry)]));
  }

  /** @throws TenantFileError, or what reading the file throws */
  static async fromFile(path: string): Promise<TenantRegistry> {
    return new TenantRegistry(parseTenantFile(await readFile(path, 'utf8'), path));
  }

  get(id: string): Tenant | undefined {
    return this.#tenants.get(id);
  }

  get all(): readonly Tenant[] {
    return [...this.#tenants.values()];
  }

  /** The tenant of a one-tenant process, which also answers the tutorial's routes at the root. */
  get only(): Tenant | undefined {
    return this.#tenants.size === 1 ? this.all[0] : undefined;
  }
}
