import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { stringify } from 'yaml';

/** Returns a tenant of `platform.yaml`. */
export const envelope = (id: string, change: object = {}): object => ({
  id,
  issuers: ['platform'],
  account: '222222222222',
  bucket: `${id}-files`,
  region: 'eu-west-1',
  credentials: {
    type: 'assume-role',
    roleArn: `arn:aws:iam::222222222222:role/${id}-presign`,
    source: { type: 'container' },
  },
  ...change,
});

/** Returns a tenant of `platform.yaml` for a store with long-lived keys. */
export const storeEnvelope = (id: string, change: object = {}): object => ({
  id,
  issuers: ['platform'],
  bucket: `${id}-files`,
  region: 'eu-west-1',
  endpoint: 'http://127.0.0.1:9',
  forcePathStyle: true,
  credentials: { type: 'static', accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI' },
  ...change,
});

export const ISSUER = {
  name: 'platform',
  issuer: 'https://idp.example',
  audience: 'tenant-presign/shared',
  tenants: '/tenants',
};

/** Waits for one whole turn of the event loop, in which the system's notifications of earlier changes arrive. */
export async function notified(): Promise<void> {
  await setImmediate();
  await setImmediate();
}

/** A folder for `TENANTS_DIR`. */
export class TenantFolder implements AsyncDisposable {
  #writes = 0;

  private constructor(readonly path: string) {}

  static async create(): Promise<TenantFolder> {
    return new TenantFolder(await mkdtemp(join(tmpdir(), 'tenants-')));
  }

  file(id: string): string {
    return join(this.path, `${id}.tenant.yaml`);
  }

  get platformFile(): string {
    return join(this.path, 'platform.yaml');
  }

  platform(tenants: readonly object[], more: object = {}): Promise<void> {
    const file = { version: 1, issuers: [ISSUER], tenants, ...more };
    return this.replace(this.platformFile, stringify(file, { aliasDuplicateObjects: false }));
  }

  team(id: string, grants: unknown, more: object = {}): Promise<void> {
    return this.replace(this.file(id), stringify({ version: 1, grants, ...more }));
  }

  /** Replaces a file in one step, by renaming another file. Resolves when a watch of the folder has been notified. */
  async replace(path: string, text: string): Promise<void> {
    const temporary = join(this.path, `.${++this.#writes}`);
    await writeFile(temporary, text);
    await rename(temporary, path).catch(async () => {
      await rm(path, { recursive: true, force: true }); // the path is a folder
      await rename(temporary, path);
    });
    await notified();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}
