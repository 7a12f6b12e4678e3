import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registryProgram } from './availability.js';

// A release, rehearsed: built from this checkout, put into a registry of our own, and read back.

const run = promisify(execFile);
const INDEX = 'application/vnd.oci.image.index.v1+json';

interface Manifest {
  readonly artifactType: string;
  readonly layers: readonly { readonly digest: string }[];
}

const release = async (...args: string[]) => run(process.execPath, ['scripts/release.mjs', ...args]);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

describe('npm run release', () => {
  let folder: string;
  let registry: ChildProcess;
  let origin: string;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'release-'));
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const config = join(folder, 'config.yaml');
    const storage = { filesystem: { rootdirectory: join(folder, 'registry') } };
    writeFileSync(config, JSON.stringify({ version: '0.1', storage, http: { addr: `127.0.0.1:${port}` } }));
    registry = spawn(registryProgram(), ['serve', config], { stdio: 'ignore' });
    await ready(`${origin}/v2/`);
    await release('build', join(folder, 'out'));
  });
  afterAll(async () => {
    registry.kill();
    await sleep(100);
    rmSync(folder, { recursive: true, force: true });
  });

  const file = (name: string) => readFileSync(join(folder, 'out', name));

  it('builds what it says, and the provenance names the same bytes and this commit', async () => {
    const { subject, predicate } = JSON.parse(file('provenance.intoto.json').toString()) as {
      subject: { name: string; digest: { sha256: string } }[];
      predicate: { buildDefinition: { resolvedDependencies: { digest: { gitCommit: string } }[] } };
    };
    expect(subject.map(({ name }) => name)).toEqual([
      'lambda.zip',
      's3-presign.tgz',
      'kustomize.tar.gz',
      'terraform.tar.gz',
    ]);
    for (const { name, digest } of subject) expect(digest.sha256).toBe(sha256(file(name)));
    const { stdout } = await run('git', ['rev-parse', 'HEAD']);
    expect(predicate.buildDefinition.resolvedDependencies[0]!.digest.gitCommit).toBe(stdout.trim());
    expect(JSON.parse(file('sbom.cdx.json').toString())).toMatchObject({ bomFormat: 'CycloneDX' });
    expect(file('CHANGELOG.md').toString()).toContain(`## ${file('VERSION').toString()} (`);
  });

  it('pushes each by its version, with bill of materials and provenance attached, and what is read back is the same', async () => {
    const { stdout } = await release('push', join(folder, 'out'), `${origin}/team`);
    const version = file('VERSION').toString();
    for (const [name, own] of [
      ['lambda.zip', 'tenant-presign-lambda'],
      ['s3-presign.tgz', 'tenant-presign-s3-presign'],
      ['kustomize.tar.gz', 'tenant-presign-kustomize'],
      ['terraform.tar.gz', 'tenant-presign-terraform'],
    ] as const) {
      const repository = `${origin}/v2/team/${own}`;
      const answer = await fetch(`${repository}/manifests/${version}`, {
        headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
      });
      const digest = answer.headers.get('docker-content-digest')!;
      expect(stdout).toContain(`${own}:${version} ${digest}\n`);
      const { layers } = (await answer.json()) as Manifest;
      const blob = await fetch(`${repository}/blobs/${layers[0]!.digest}`);
      expect(sha256(Buffer.from(await blob.arrayBuffer()))).toBe(sha256(file(name)));
      const referrers = await fetch(`${repository}/manifests/${digest.replace(':', '-')}`, {
        headers: { accept: INDEX },
      });
      const { manifests } = (await referrers.json()) as { manifests: Manifest[] };
      expect(manifests.map(({ artifactType }) => artifactType)).toEqual([
        'application/vnd.cyclonedx+json',
        'application/vnd.in-toto+json',
      ]);
    }
  });

  it('fails where no registry answers', async () => {
    await expect(release('push', join(folder, 'out'), 'http://127.0.0.1:1/team')).rejects.toThrow(
      /fetch failed/,
    );
  });

  it.each([[[]], [['build']], [['publish']], [['push', 'x']]])('refuses %j', async (args) => {
    await expect(release(...args)).rejects.toMatchObject({ code: 2 });
  });
});

/** Waits until a server answers. */
async function ready(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      await fetch(url);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`${url} does not answer`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
