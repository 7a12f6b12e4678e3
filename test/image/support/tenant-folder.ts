import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { TestIssuer } from '../../support/fakes/issuer.js';
import { newSealingKeys } from '../../support/fakes/sealing-keys.js';

const INSIDE = '/etc/tenant-presign';

/** The tenant file and the keys of its issuer, as a pod mounts them. */
export class TenantFolder implements AsyncDisposable {
  private constructor(
    private readonly path: string,
    readonly issuer: TestIssuer,
  ) {}

  static async create(tenants: readonly object[]): Promise<TenantFolder> {
    const folder = new TenantFolder(
      await mkdtemp(join(tmpdir(), 'tenant-presign-image-')),
      await TestIssuer.create({ issuer: 'https://idp.example', audience: 'tenant-presign/test' }),
    );
    await folder.#write(tenants);
    return folder;
  }

  /** The options of `docker run` that mount the folder. */
  get args(): readonly string[] {
    const environment = { TENANTS_FILE: 'tenants.yaml', SEALING_KEYS_FILE: 'sealing-keys.json' };
    return [
      '--volume',
      `${this.path}:${INSIDE}:ro`,
      ...Object.entries(environment).flatMap(([name, file]) => ['--env', `${name}=${INSIDE}/${file}`]),
    ];
  }

  async #write(tenants: readonly object[]): Promise<void> {
    const { issuer, audience } = this.issuer.options;
    const issuers = [
      { name: 'platform', issuer, audience, jwksFile: `${INSIDE}/jwks.json`, tenants: '/tenants' },
    ];
    await chmod(this.path, 0o755); // the container has another user
    await writeFile(join(this.path, 'sealing-keys.json'), newSealingKeys());
    await writeFile(join(this.path, 'jwks.json'), JSON.stringify(this.issuer.jwks));
    await writeFile(join(this.path, 'tenants.yaml'), stringify({ version: 1, issuers, tenants }));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true });
  }
}
