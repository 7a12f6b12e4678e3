import { randomBytes, randomInt } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PresignClient, type ClientOptions } from '#client';
import { FaultyProxy } from '../support/fakes/faulty-proxy.js';
import { knownOf } from './support/known-of.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, target, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
const SMALL = randomBytes(10_000);
const LARGE = randomBytes(17 * MIB + 5);
const CHECKSUM_MODE = 'x-amz-checksum-mode';

let proxy: FaultyProxy, api: StartedApi;
beforeAll(async () => {
  proxy = await FaultyProxy.start(target.endpoint);
  proxy.damagedAt = (length) => randomInt(length); // copies that are damaged alike would count as the object
  const publicEndpoint = proxy.url;
  api = await StartedApi.start([
    tenantOf(firstOwner, 'team-a', { publicEndpoint }),
    tenantOf(firstOwner, 'team-k', { publicEndpoint, encryption: { type: 'sse-kms' } }),
  ]);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await proxy[Symbol.asyncDispose]();
});
beforeEach(() => {
  proxy.faults.clear();
  proxy.passed.length = 0;
  proxy.faultOf = () => undefined;
  proxy.refusalOf = () => undefined;
});

const clientOf = (tenant: string, options: Partial<ClientOptions> = {}) =>
  new PresignClient({
    api: api.process.url,
    tenant,
    token: () => api.process.issuer.token({ sub: 'alice', tenants: [tenant] }),
    journal: false,
    ...options,
  });

/** Returns a fault that damages the answers to the first `times` GETs. */
const corruptFirst = (times: number) => {
  let left = times;
  proxy.faultOf = (method) => (method === 'GET' && left-- > 0 ? 'corrupt-down' : undefined);
};

// radosgw returns no checksums. The embedded S3 returns none for objects that were uploaded in parts.
const SHOWS_CHECKSUMS = target.server !== 'radosgw';
const bodies: [name: string, body: Buffer][] = [['small', SMALL]];
if (target.server === 'localstack') bodies.push(['large', LARGE]);

describe.runIf(SHOWS_CHECKSUMS).each(bodies)('a %s object under SSE-KMS', (name, body) => {
  const key = `users/alice/${name}`;
  let client: PresignClient;
  beforeAll(async () => {
    client = clientOf('team-k');
    await client.upload(key, body, { checksum: 'crc64nvme' });
  });

  it('is compared with its CRC64NVME, whether a listing told of it or not', async () => {
    for (const known of [undefined, await knownOf(client, key)]) {
      const { bytes, verified } = await client.download(key, { known, requireVerified: true });
      expect(verified).toBe('crc64nvme');
      expect(body.equals(bytes)).toBe(true);
    }
  });

  it('is fetched again where it arrives damaged', async () => {
    for (const known of [undefined, await knownOf(client, key)]) {
      corruptFirst(1);
      const { bytes, verified } = await client.download(key, { known });
      expect(verified).toBe('crc64nvme');
      expect(body.equals(bytes)).toBe(true);
    }
    expect(proxy.faults.get('corrupt-down')).toBe(2);
  });

  it('is refused where it always arrives damaged, and taken as it comes without verification', async () => {
    corruptFirst(Infinity);
    for (const known of [undefined, await knownOf(client, key)]) {
      await expect(client.download(key, { known })).rejects.toMatchObject({ code: 'corrupted' });
      const { bytes, verified } = await client.download(key, { known, verify: false });
      expect(verified).toBe('none');
      expect(body.equals(bytes)).toBe(false);
    }
  });

  it('is refused in a stream, which takes nothing back', async () => {
    const { verified } = await client.downloadTo(key, new WritableStream());
    expect(verified).toBe('crc64nvme');
    corruptFirst(1);
    await expect(client.downloadTo(key, new WritableStream())).rejects.toMatchObject({ code: 'corrupted' });
  });
});

describe.runIf(SHOWS_CHECKSUMS)('an object under SSE-KMS without a CRC64NVME', () => {
  it('is not verified, and refused where verification is required', async () => {
    const client = clientOf('team-k');
    await client.upload('users/alice/sha256', SMALL, { checksum: 'sha256' });
    expect((await client.download('users/alice/sha256')).verified).toBe('none');
    await expect(client.download('users/alice/sha256', { requireVerified: true })).rejects.toMatchObject({
      code: 'not_verified',
    });
  });
});

// LocalStack returns checksums for objects that were uploaded in parts.
describe.runIf(target.server !== 'localstack')('an object of parts that are too large for memory', () => {
  const body = randomBytes(39 * MIB);
  const key = 'users/alice/large-parts';
  let client: PresignClient, folder: string, path: string;
  beforeAll(async () => {
    client = clientOf('team-a');
    await client.upload(key, body, { partSize: 20 * MIB });
    folder = await mkdtemp(join(tmpdir(), 'large-parts-'));
    path = join(folder, 'file');
  });
  afterAll(() => rm(folder, { recursive: true }));

  const arrived = async () => body.equals(await readFile(path));

  it('is compared with its ETag', async () => {
    expect((await client.downloadFile(key, path)).verified).toBe('md5-parts');
    expect(await arrived()).toBe(true);
  });

  it('is fetched again where it arrives damaged', async () => {
    corruptFirst(2);
    expect((await client.downloadFile(key, path)).verified).toBe('md5-parts');
    expect(proxy.faults.get('corrupt-down')).toBe(2);
    expect(await arrived()).toBe(true);
  });

  it('is never returned as verified where it always arrives damaged', async () => {
    corruptFirst(Infinity);
    await expect(client.downloadFile(key, path, { requireVerified: true })).rejects.toMatchObject({
      code: 'corrupted',
    });
  });

  it('is compared in a stream too', async () => {
    expect((await client.downloadTo(key, new WritableStream())).verified).toBe('md5-parts');
  });
});

describe.each([400, 403, 501])('a storage that answers %i to who asks for checksums', (status) => {
  it('is asked without, and the object is compared with its ETag', async () => {
    const client = clientOf('team-a');
    const key = `users/alice/refused-${status}`;
    await client.upload(key, SMALL);
    const known = await knownOf(client, key);
    let refusals = 0;
    proxy.refusalOf = (headers) => {
      if (headers[CHECKSUM_MODE] === undefined) return undefined;
      refusals += 1;
      return status;
    };
    for (const told of [undefined, known]) {
      const { bytes, verified } = await client.download(key, { known: told, requireVerified: true });
      expect(verified).toBe('md5-parts');
      expect(SMALL.equals(bytes)).toBe(true);
    }
    expect(refusals).toBe(4);
  });
});

it.each([true, false])('fetches 8 MiB by one request, verified: %s', async (verify) => {
  const client = clientOf('team-a');
  const key = 'users/alice/together';
  await client.upload(key, LARGE);
  proxy.passed.length = 0;
  expect(LARGE.equals((await client.download(key, { verify })).bytes)).toBe(true);
  expect(proxy.passed.filter(({ method }) => method === 'GET').map(({ status }) => status)).toEqual([
    206, 206, 206,
  ]);
});

it('asks for the checksum once for an object, and where nothing is verified not at all', async () => {
  const client = clientOf('team-a');
  const key = 'users/alice/asked';
  await client.upload(key, LARGE);
  let asked = 0;
  proxy.refusalOf = (headers) => {
    if (headers[CHECKSUM_MODE] !== undefined) asked += 1;
    return undefined;
  };
  await client.download(key);
  expect(asked).toBe(1);
  await client.download(key, { verify: false });
  expect(asked).toBe(1);
});
