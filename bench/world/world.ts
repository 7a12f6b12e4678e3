import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Issuer } from './issuer.ts';
import { tenantFile, type TenantFileSize } from './tenant-file.ts';

/** Whom the servers believe and what they serve, in a folder that ends with the process. */
export class World {
  readonly issuer: Issuer;
  readonly jwksFile: string;
  readonly #folder: string;

  private constructor(issuer: Issuer) {
    this.issuer = issuer;
    this.#folder = mkdtempSync(join(tmpdir(), 'tenant-presign-bench-'));
    process.on('exit', () => rmSync(this.#folder, { recursive: true, force: true }));
    this.jwksFile = this.file('jwks.json', JSON.stringify(issuer.jwks));
  }

  static async create(): Promise<World> {
    return new World(await Issuer.create());
  }

  /** @returns path of a tenant file of this size */
  tenantFile(size: TenantFileSize): string {
    return this.file(
      `tenants-${size.tenants}-${size.grants}-${size.prefix === undefined}.json`,
      tenantFile(this.jwksFile, size),
    );
  }

  /** @returns the path */
  file(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }
}
