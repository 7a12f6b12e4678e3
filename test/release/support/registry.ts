import { spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePorts } from '../../image/support/free-ports.js';
import { registryProgram } from '../availability.js';

/** A container registry on a free port of 127.0.0.1, which Docker uses without TLS. */
export class Registry implements AsyncDisposable {
  private constructor(
    /** The host and port of the registry. */
    readonly host: string,
    private readonly child: ChildProcess,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Registry> {
    const folder = await mkdtemp(join(tmpdir(), 'registry-'));
    const [port] = await freePorts(1);
    const host = `127.0.0.1:${port}`;
    const config = join(folder, 'config.yaml');
    const storage = { filesystem: { rootdirectory: join(folder, 'storage') } };
    await writeFile(config, JSON.stringify({ version: '0.1', storage, http: { addr: host } }));
    const registry = new Registry(
      host,
      spawn(registryProgram(), ['serve', config], { stdio: 'ignore' }),
      folder,
    );
    await registry.#answers();
    return registry;
  }

  async #answers(): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      const answer = await fetch(`http://${this.host}/v2/`).catch(() => undefined);
      if (answer) return;
      await sleep(100);
    }
    throw new Error(`The registry at ${this.host} does not answer.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const gone = this.child.exitCode === null ? once(this.child, 'exit') : undefined;
    this.child.kill();
    await gone;
    await rm(this.folder, { recursive: true });
  }
}

export interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly artifactType?: string;
  readonly platform?: { readonly os: string; readonly architecture: string };
}

/** A manifest or an index. */
export interface Manifest {
  readonly artifactType?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly subject?: Descriptor;
  readonly config: Descriptor;
  readonly layers: readonly Descriptor[];
  readonly manifests: readonly Descriptor[];
}

const ACCEPT = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
].join();

export const sha256 = (bytes: Buffer): string => `sha256:${createHash('sha256').update(bytes).digest('hex')}`;

/** Reads a repository as clients do: OCI Distribution Specification 1.1. @param url the URL, including `/v2/` */
export class RepositoryReader {
  constructor(private readonly url: string) {}

  /** Reads a manifest or an index. @param reference a tag or a digest */
  async manifest(reference: string): Promise<{ readonly digest: string; readonly manifest: Manifest }> {
    const bytes = await this.#read(`/manifests/${reference}`);
    return { digest: sha256(bytes), manifest: JSON.parse(bytes.toString()) as Manifest };
  }

  /** Reads a blob, and verifies its digest. @throws Error if the bytes don't have the digest */
  async blob({ digest }: Descriptor): Promise<Buffer> {
    const bytes = await this.#read(`/blobs/${digest}`);
    if (sha256(bytes) !== digest) throw new Error(`The blob ${digest} is ${sha256(bytes)}.`);
    return bytes;
  }

  /**
   * Returns the artefacts of a manifest by the referrers tag schema: the only layer of each, by the artefact's type.
   */
  async attached(digest: string): Promise<Readonly<Record<string, Buffer>>> {
    const { manifest: index } = await this.manifest(digest.replace(':', '-'));
    const found: Record<string, Buffer> = {};
    for (const referrer of index.manifests) {
      const { manifest } = await this.manifest(referrer.digest);
      if (manifest.subject?.digest !== digest || manifest.artifactType !== referrer.artifactType)
        throw new Error(`${referrer.digest} doesn't describe ${digest}.`);
      if (found[manifest.artifactType!]) throw new Error(`${manifest.artifactType} is attached twice.`);
      found[manifest.artifactType!] = await this.blob(manifest.layers[0]!);
    }
    return found;
  }

  async #read(path: string): Promise<Buffer> {
    const answer = await fetch(`${this.url}${path}`, { headers: { accept: ACCEPT } });
    if (!answer.ok) throw new Error(`GET ${this.url}${path}: ${answer.status}`);
    return Buffer.from(await answer.arrayBuffer());
  }
}
