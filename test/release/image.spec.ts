import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { layOut } from '../../scripts/release/layout.mjs';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { Container } from '../image/support/container.js';
import { bases, docker } from '../image/support/docker.js';
import { TenantFolder } from '../image/support/tenant-folder.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { tenantEntry } from '../support/processes/in-process-api.js';
import { RepositoryReader, type Manifest } from './support/registry.js';

// Tests the image of a release, pulled from the registry as a cluster pulls it.

const CREDENTIALS = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' };
const MACHINES = { amd64: 'x64', arm64: 'arm64' } as const;
/** The timeout of a start in milliseconds. Under emulation a start takes ten times as long. */
const START_TIMEOUT = 120_000;

const file = (name: string): Buffer => readFileSync(join(inject('released'), name));
const version = file('VERSION').toString();
const name = `${inject('registry')}/team/tenant-presign:${version}`;
const repository = new RepositoryReader(`http://${inject('registry')}/v2/team/tenant-presign`);

describe('the image of a release', () => {
  let index: Manifest & { readonly digest: string };

  beforeAll(async () => {
    const { digest, manifest } = await repository.manifest(version);
    index = { ...manifest, digest };
  });

  it('is one index of two platforms, by the digests that are said and that the provenance names', () => {
    expect(inject('pushed')).toContain(`tenant-presign:${version} ${index.digest}\n`);
    const platforms = index.manifests.map(({ platform }) => `${platform!.os}/${platform!.architecture}`);
    expect(platforms).toEqual(['linux/amd64', 'linux/arm64']);
    expect(index.annotations).toMatchObject({
      'org.opencontainers.image.title': 'tenant-presign',
      'org.opencontainers.image.version': version,
    });
    const { subject } = JSON.parse(file('provenance.intoto.json').toString()) as {
      subject: readonly { readonly name: string; readonly digest: { readonly sha256: string } }[];
    };
    const digests = Object.fromEntries(subject.map((each) => [each.name, `sha256:${each.digest.sha256}`]));
    expect(digests).toMatchObject({
      'tenant-presign': index.digest,
      'tenant-presign linux/amd64': index.manifests[0]!.digest,
      'tenant-presign linux/arm64': index.manifests[1]!.digest,
    });
  });

  it('has bill of materials and provenance attached, to the index and to each platform', async () => {
    const described = [index.digest, ...index.manifests.map(({ digest }) => digest)];
    for (const digest of described)
      expect(await repository.attached(digest)).toEqual({
        'application/vnd.cyclonedx+json': file('sbom/image.cdx.json'),
        'application/vnd.in-toto+json': file('provenance.intoto.json'),
      });
  });

  it.each([0, 1])('has the layers that the configuration of platform %i names', async (platform) => {
    const { manifest } = await repository.manifest(index.manifests[platform]!.digest);
    const config = JSON.parse((await repository.blob(manifest.config)).toString()) as {
      architecture: string;
      rootfs: { diff_ids: readonly string[] };
    };
    expect(config.architecture).toBe(index.manifests[platform]!.platform!.architecture);
    for (const [layer, digest] of config.rootfs.diff_ids.entries()) {
      const unpacked = gunzipSync(await repository.blob(manifest.layers[layer]!));
      expect(`sha256:${createHash('sha256').update(unpacked).digest('hex')}`).toBe(digest);
    }
  });
});

it('can’t be laid out of two images for one platform', async () => {
  const { base } = await bases();
  const folder = join(inject('released'), 'twice');
  await expect(layOut(folder, [base, base], version)).rejects.toThrow(
    /is for linux\/\w+, as another image is/,
  );
  expect(existsSync(folder)).toBe(false);
});

describe.each(['amd64', 'arm64'] as const)('the image of a release on %s', (architecture) => {
  let s3: EmbeddedS3;
  let tenants: TenantFolder;
  let container: Container;
  let image: string;

  beforeAll(async () => {
    const platform = ['--platform', `linux/${architecture}`];
    await docker('pull', '--quiet', ...platform, name);
    image = await docker('image', 'inspect', '--format', '{{.Id}}', name);
    s3 = await startEmbeddedS3({
      region: 'eu-west-1',
      buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
    });
    tenants = await TenantFolder.create([tenantEntry('team-a', { endpoint: s3.endpoint })]);
    // The emulator needs memory in addition to a pod's limit.
    container = await Container.run(...platform, '--memory', '768m', ...tenants.args, image);
    await container.answers('/health/live', START_TIMEOUT);
  }, 2 * START_TIMEOUT);
  afterAll(async () => {
    await container?.[Symbol.asyncDispose]();
    await tenants?.[Symbol.asyncDispose]();
    await s3?.close();
    if (image) await docker('image', 'rm', '--force', '--no-prune', name, image);
  });

  it('is the one that was built: the digest of its configuration is in the registry', async () => {
    const { manifest } = await repository.manifest(version);
    const own = manifest.manifests.find(({ platform }) => platform!.architecture === architecture)!;
    expect((await repository.manifest(own.digest)).manifest.config.digest).toBe(image);
  });

  it('is alive, runs its own architecture, and signs URLs that S3 takes', async () => {
    expect((await send(`${container.url}/health/live`)).status).toBe(200);
    expect(await container.evaluate('console.log(process.arch)')).toBe(MACHINES[architecture]);
    const client = new ApiClient(
      container.url,
      'team-a',
      await tenants.issuer.token({ tenants: ['team-a'] }),
    );
    const upload = await client.sign('uploads', { key: 'hello.txt', contentType: 'text/plain' });
    expect(await use(upload, { body: 'hello' })).toMatchObject({ status: 200 });
    const download = await client.sign('downloads', { key: 'hello.txt' });
    expect(await use(download)).toMatchObject({ status: 200, text: 'hello' });
    const forged = new ApiClient(container.url, 'team-a', `${client.token.slice(0, -8)}AAAAAAAA`);
    expect(await forged.post('/downloads', { key: 'hello.txt' })).toMatchObject({ status: 401 });
  });

  it('starts with the code that V8 compiled when the image was built', async () => {
    expect(await container.logs()).not.toContain('compile cache unused');
  });
});
