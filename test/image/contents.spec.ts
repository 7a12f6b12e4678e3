import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import { docker } from './support/docker.js';

/** A line of `tar --list --verbose`. */
interface Entry {
  readonly mode: string;
  readonly owner: string;
  readonly path: string;
}

/** Returns the file system of a container of the image. */
async function filesOf(image: string): Promise<readonly Entry[]> {
  const id = await docker('create', image);
  const exported = spawn('docker', ['export', id], { stdio: ['ignore', 'pipe', 'inherit'] });
  const tar = spawn('tar', ['--list', '--verbose', '--numeric-owner'], {
    stdio: [exported.stdout, 'pipe', 'inherit'],
  });
  const lines = (await text(tar.stdout)).trimEnd().split('\n');
  await docker('rm', id);
  return lines.map((line) => {
    const [mode = '', owner = '', , , , ...path] = line.split(/ +/);
    return { mode, owner, path: `/${path.join(' ').replace(/ (?:->|link to) .*/, '')}` };
  });
}

interface Config {
  readonly User: string;
  readonly Env: readonly string[];
  readonly Entrypoint: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly ExposedPorts: object;
  readonly Healthcheck?: unknown;
  readonly StopSignal: string;
}

const label = ({ Labels }: Config, name: string) => Labels[`org.opencontainers.image.${name}`];

describe('the image', () => {
  let files: readonly Entry[];
  let config: Config;

  beforeAll(async () => {
    files = await filesOf(inject('image'));
    config = JSON.parse(
      await docker('image', 'inspect', '--format', '{{json .Config}}', inject('image')),
    ) as Config;
  });

  const pathsLike = (pattern: RegExp) => files.map(({ path }) => path).filter((path) => pattern.test(path));

  it('has a Node and the API', () => {
    expect(pathsLike(/\/bin\/node$/)).toHaveLength(1);
    expect(pathsLike(/^\/app\/api\.mjs$/)).toHaveLength(1);
    expect(pathsLike(/^\/app\/(?!chunks\/|compile-cache\/)/).toSorted()).toEqual([
      '/app/',
      '/app/LICENSE',
      '/app/THIRD-PARTY-LICENCES.txt',
      '/app/api.mjs',
      '/app/sbom.cdx.json',
    ]);
  });

  it('has no shell, no package manager, no node_modules, nothing of what only laptops and tests need', () => {
    expect(pathsLike(/\/(?:a|ba|da|k|z)?sh$|\/busybox$/)).toEqual([]);
    expect(pathsLike(/\/(?:npm|npx|yarn|pnpm|corepack|apt(?:-get)?|dpkg|apk|pip)$/)).toEqual([]);
    expect(pathsLike(/\/node_modules\/|\/src\/|\.spec\.|fauxqs|embedded-s3|\/local\.mjs$/)).toEqual([]);
  });

  it('has no program that a shell would be asked for', async () => {
    await expect(
      docker('run', '--rm', '--entrypoint', '/bin/sh', inject('image'), '-c', 'true'),
    ).rejects.toMatchObject({
      code: 127,
    });
  });

  it('belongs to root but for what V8 compiled, and lends no one rights', () => {
    const foreign = files.filter(
      ({ owner, path }) =>
        path.startsWith('/app/') && owner !== '0/0' && !path.startsWith('/app/compile-cache/'),
    );
    expect(foreign).toEqual([]);
    expect(files.filter(({ mode }) => mode.startsWith('-') && /s/i.test(mode))).toEqual([]);
    expect(files.filter(({ mode, path }) => path.startsWith('/app/') && mode[8] === 'w')).toEqual([]);
  });

  it('is no one’s by default, and knows no healthcheck: Kubernetes has probes', () => {
    expect(config.User).toBe('65532:65532');
    expect(config.Healthcheck).toBeUndefined();
    expect(config.StopSignal).toBe('SIGTERM');
    expect(config.Entrypoint).toEqual(['node', '/app/api.mjs']);
    expect(Object.keys(config.ExposedPorts).toSorted()).toEqual(['3000/tcp', '9090/tcp']);
    expect(config.Env).toContain('NODE_OPTIONS=--max-old-space-size=64 --max-semi-space-size=4');
  });

  it('says what it is (OCI image specification, annotations)', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(label(config, 'title')).toBe('tenant-presign');
    expect(label(config, 'licenses')).toBe('MIT');
    expect(label(config, 'version')).toBe(version);
    expect(label(config, 'revision')).toMatch(/^[0-9a-f]{40}(?:-dirty)?$/);
    expect(Date.parse(label(config, 'created') ?? '')).toBeGreaterThan(Date.parse('2026-01-01'));
    expect(label(config, 'description')).not.toBe('');
  });

  it('knows nothing of the machine that built it', async () => {
    const history = await docker('history', '--no-trunc', '--format', '{{.CreatedBy}}', inject('image'));
    expect(`${history}\n${JSON.stringify(config)}`).not.toMatch(
      /registry=|_CERT|npmrc|proxy|\/home\/(?!nonroot)/i,
    );
    expect(pathsLike(/npmrc|lent\.crt|\.git\//)).toEqual([]);
  });
});
