import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, inject, it } from 'vitest';
import { RepositoryReader, sha256 } from './support/registry.js';
import { release } from './support/release.js';

// Rehearses a release: builds it from this checkout, pushes it to a local registry, and reads it back.

const run = promisify(execFile);
const NAMES = [
  'lambda.zip',
  's3-presign.tgz',
  'client.tgz',
  'cli.tgz',
  'kustomize.tar.gz',
  'terraform.tar.gz',
] as const;
const stem = (name: string): string => name.split('.')[0]!;
const file = (name: string): Buffer => readFileSync(join(inject('released'), name));
const repository = (name: string): RepositoryReader =>
  new RepositoryReader(`http://${inject('registry')}/v2/team/${name}`);

interface Statement {
  readonly subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
  readonly predicate: {
    readonly buildDefinition: {
      readonly resolvedDependencies: readonly { readonly digest: { readonly gitCommit: string } }[];
    };
  };
}
interface Bill {
  readonly bomFormat: string;
  readonly metadata: { readonly component: { readonly name: string; readonly version: string } };
  readonly components: readonly { readonly name: string; readonly version?: string }[];
}

const bill = (name: string): Bill => JSON.parse(file(`sbom/${stem(name)}.cdx.json`).toString()) as Bill;

describe('npm run release', () => {
  it('builds what the checksums and the provenance name, of this commit', async () => {
    const { subject, predicate } = JSON.parse(file('provenance.intoto.json').toString()) as Statement;
    const artefacts = subject.filter(({ name }) => !name.startsWith('tenant-presign'));
    expect(artefacts.map(({ name }) => name)).toEqual(NAMES);
    for (const { name, digest } of artefacts) expect(`sha256:${digest.sha256}`).toBe(sha256(file(name)));
    const { stdout } = await run('git', ['rev-parse', 'HEAD']);
    expect(predicate.buildDefinition.resolvedDependencies[0]!.digest.gitCommit).toBe(stdout.trim());
    const sums = await run('sha256sum', ['--check', 'SHA256SUMS'], { cwd: inject('released') });
    expect(sums.stdout).toBe(NAMES.map((name) => `${name}: OK\n`).join(''));
  });

  it.each(NAMES)(
    'pushes %s by its version, with its own bill of materials and the provenance',
    async (name) => {
      const own = `tenant-presign-${stem(name)}`;
      const version = file('VERSION').toString();
      const { digest, manifest } = await repository(own).manifest(version);
      expect(inject('pushed')).toContain(`${own}:${version} ${digest}\n`);
      expect(await repository(own).blob(manifest.layers[0]!)).toEqual(file(name));
      expect(await repository(own).attached(digest)).toEqual({
        'application/vnd.cyclonedx+json': file(`sbom/${stem(name)}.cdx.json`),
        'application/vnd.in-toto+json': file('provenance.intoto.json'),
      });
    },
  );

  it.each(['s3-presign', 'client', 'cli'])('lists in the bill of %s what npm would install', async (name) => {
    const tarball = join(inject('released'), `${name}.tgz`);
    const { stdout } = await run('tar', ['-xzOf', tarball, 'package/package.json']);
    const manifest = JSON.parse(stdout) as {
      name: string;
      version: string;
      dependencies?: Record<string, string>;
    };
    const { metadata, components } = bill(name);
    expect(metadata.component).toMatchObject({ name: manifest.name, version: manifest.version });
    expect(manifest.version).toBe(file('VERSION').toString());
    const listed = Object.fromEntries(components.map((each) => [each.name, each.version]));
    expect(listed).toEqual(manifest.dependencies ?? {});
  });

  it.each(['kustomize.tar.gz', 'terraform.tar.gz'])('lists in the bill of %s its files', async (name) => {
    const { stdout } = await run('tar', ['-tzf', join(inject('released'), name)]);
    const prefix = `tenant-presign-${file('VERSION').toString()}/`;
    const files = stdout.split('\n').filter((path) => path !== '' && !path.endsWith('/'));
    expect(bill(name).components.map((each) => prefix + each.name)).toEqual(files.toSorted());
    expect(files.length).toBeGreaterThan(10);
  });

  it('lists in the bill of the function what is bundled', () => {
    expect(bill('lambda.zip')).toMatchObject({ bomFormat: 'CycloneDX' });
    const names = bill('lambda.zip').components.map(({ name }) => name);
    expect(names).toContain('@aws-sdk/client-secrets-manager');
    expect(names).not.toContain('hash-wasm');
  });

  it('fails if no registry answers', async () => {
    await expect(release('push', inject('released'), 'http://127.0.0.1:1/team')).rejects.toThrow(
      /fetch failed/,
    );
  });

  it.each([[[]], [['build']], [['publish']], [['push', 'x']], [['build', 'x', '--force']]])(
    'refuses %j',
    async (args) => {
      await expect(release(...args)).rejects.toMatchObject({ code: 2 });
    },
  );
});
