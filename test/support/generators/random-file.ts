import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface RandomFile {
  readonly path: string;
  readonly name: string;
  readonly size: number;
  /** The SHA-256 in hexadecimal. */
  readonly sha256: string;
}

/** A folder of files with random bytes. */
export class RandomFiles implements AsyncDisposable {
  private constructor(private readonly folder: string) {}

  static async create(): Promise<RandomFiles> {
    return new RandomFiles(await mkdtemp(join(tmpdir(), 'tenant-presign-files-')));
  }

  async file(name: string, size: number): Promise<RandomFile> {
    const bytes = randomBytes(size);
    const path = join(this.folder, name);
    await writeFile(path, bytes);
    return { path, name, size, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await rm(this.folder, { recursive: true });
  }
}

/** Returns the SHA-256 of the body at a signed URL. */
export async function sha256Of(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  const hash = createHash('sha256');
  for await (const chunk of response.body!) hash.update(chunk as Uint8Array);
  return hash.digest('hex');
}
