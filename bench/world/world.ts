import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Issuer } from './issuer.ts';
import { tenantFile, type TenantFileSize } from './tenant-file.ts';

/** The issuer and the tenant files for servers, in a folder that is removed when the process ends. */
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

  /** Writes a tenant file of this size. @returns the path of the file */
  tenantFile(size: TenantFileSize): string {
    return this.file(
      `tenants-${size.tenants}-${size.grants}-${size.prefix === undefined}.json`,
      tenantFile(this.jwksFile, size),
    );
  }

  /** Writes a file. @returns the path of the file */
  file(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text, { mode: 0o600 });
    return path;
  }

  path(name: string): string {
    return join(this.#folder, name);
  }
}
