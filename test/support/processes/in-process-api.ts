import { closeSync, openSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startApi, type Api } from '../../../apps/api/src/app/api.js';
import type { ServerBounds } from '../../../apps/api/src/platform/process/server-bounds.js';
import { newSealingKeys } from '../fakes/sealing-keys.js';

/** The API as production starts it, in this process, with a tenant file and a clock of the test's own. */
export class InProcessApi implements AsyncDisposable {
  private constructor(
    private readonly api: Api,
    private readonly folder: string,
    private readonly logFd: number,
  ) {}

  /** Starts the API. @param tenantFile the contents of the tenant file, without `version` */
  static async start(
    tenantFile: object,
    clock: () => number,
    bounds: Partial<ServerBounds> = {},
  ): Promise<InProcessApi> {
    const folder = await mkdtemp(join(tmpdir(), 'api-'));
    const tenantsFile = join(folder, 'tenants.yaml');
    await writeFile(tenantsFile, stringify({ version: 1, ...tenantFile }, { aliasDuplicateObjects: false }));
    const sealingKeysFile = join(folder, 'sealing-keys.json');
    await writeFile(sealingKeysFile, newSealingKeys());
    const logFd = openSync(join(folder, 'log'), 'w');
    const loopback = { host: '127.0.0.1', port: 0, managementHost: '127.0.0.1', managementPort: 0 };
    const api = await startApi({ tenantsFile, sealingKeysFile, logFd, bounds, ...loopback }, clock);
    return new InProcessApi(api, folder, logFd);
  }

  get url(): string {
    return this.api.url;
  }

  get managementUrl(): string {
    return this.api.managementUrl;
  }

  /** Returns everything that the API has logged so far. */
  log(): Promise<string> {
    return readFile(join(this.folder, 'log'), 'utf8');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.api.stop();
    closeSync(this.logFd);
    await rm(this.folder, { recursive: true });
  }
}

/** The credentials of the tenants that `tenantEntry` makes. */
export const CREDENTIALS = {
  accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
};

/** Returns a tenant of an S3-compatible store. No store is running there, since signing needs none. */
export const tenantEntry = (id: string, change: object = {}): object => ({
  id,
  issuers: ['platform'],
  bucket: `${id}-files`,
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:9',
  forcePathStyle: true,
  credentials: { type: 'static', ...CREDENTIALS },
  grants: [{ actions: ['download', 'upload', 'delete', 'list'], prefixes: [''] }],
  ...change,
});
