import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Returns a JWK Set of new keys. */
export const newSealingKeys = (count = 1): string =>
  JSON.stringify({
    keys: Array.from({ length: count }, () => ({ kty: 'oct', k: randomBytes(32).toString('base64url') })),
  });

/** A file with a JWK Set of new keys, which exists as long as it is used. */
export class SealingKeysFile implements AsyncDisposable {
  private constructor(
    private readonly folder: string,
    readonly path: string,
  ) {}

  static async create(): Promise<SealingKeysFile> {
    const folder = await mkdtemp(join(tmpdir(), 'sealing-keys-'));
    const path = join(folder, 'keys.json');
    await writeFile(path, newSealingKeys(), { mode: 0o600 });
    return new SealingKeysFile(folder, path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}
