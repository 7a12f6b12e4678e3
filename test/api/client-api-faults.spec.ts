import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PresignClient, TransferError } from '#client';
import { FaultyProxy, FAULTS, randomFaults } from '../support/fakes/faulty-proxy.js';
import { StartedApi } from './support/started-api.js';
import { leftovers } from './support/leftovers.js';
import { firstOwner, keyPrefixOf, sdk, tenantOf } from './support/tenants.js';

/** Uploads and downloads of the test, in which one API call in three has a fault. Set TRANSFERS=200 for a long run. */
const TRANSFERS = Number(process.env['TRANSFERS'] ?? 8);
const MIB = 1024 ** 2;
const SIZES = [0, 10_000, 9 * MIB + 5];
const TIMES = { timeout: TRANSFERS * 30_000 };
const TENANT = 'api-faults';

/**
 * Faults after which a repeated call succeeds. S3 may refuse a damaged request for good, so that `corrupt-up` is left
 * out. So is `swap-etag`: the API's answers have no ETag in their headers.
 */
const HARMLESS = FAULTS.filter((fault) => fault !== 'swap-etag' && fault !== 'corrupt-up');

let proxy: FaultyProxy, api: StartedApi, client: PresignClient;
beforeAll(async () => {
  api = await StartedApi.start([tenantOf(firstOwner, TENANT)]);
  proxy = await FaultyProxy.start(api.process.url);
  client = new PresignClient({
    api: proxy.url,
    tenant: TENANT,
    token: () => api.process.issuer.token({ sub: 'alice', tenants: [TENANT] }),
    journal: false,
    stall: 700,
    attempts: 12,
  });
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});
beforeEach(() => {
  proxy.faults.clear();
  proxy.faultOf = () => undefined;
});

const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

/** Returns the digest and the type of an object, read from the storage without the API. */
async function stored(key: string): Promise<{ sha256: string; type: string | undefined }> {
  const { Body, ContentType } = await sdk.send(
    new GetObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefixOf(TENANT) + key }),
  );
  return { sha256: sha256(await Body!.transformToByteArray()), type: ContentType };
}

describe('a proxy before the API that cuts, stalls, answers 503 and corrupts answers', () => {
  it('fails no transfer, and makes no wrong object', TIMES, async () => {
    proxy.faultOf = randomFaults(1, 3, HARMLESS);
    for (let round = 0; round < TRANSFERS; round++) {
      const body = randomBytes(SIZES[round % SIZES.length]!);
      const key = `users/alice/harmless/${round}`;
      await client.upload(key, body, { contentType: 'video/mp4' });
      expect(await stored(key), `round ${round}`).toEqual({ sha256: sha256(body), type: 'video/mp4' });
      const { bytes } = await client.download(key);
      expect(sha256(bytes), `round ${round}`).toBe(sha256(body));
    }
    expect(proxy.faults.size).toBeGreaterThan(3);
  });

  it.each(HARMLESS)(
    '%s, once in each call: an object is uploaded, downloaded, listed, copied and removed',
    async (fault) => {
      const key = `users/alice/once/${fault}`;
      const body = randomBytes(100);
      const once = <T>(work: () => Promise<T>, calls = 1): Promise<T> => {
        let left = calls;
        proxy.faultOf = () => (left-- > 0 ? fault : undefined);
        return work();
      };
      await once(() => client.upload(key, body, { ifNoneMatch: '*' }));
      expect((await stored(key)).sha256).toBe(sha256(body));
      const { bytes } = await once(() => client.download(key), 2); // a HEAD and a GET
      expect(sha256(bytes)).toBe(sha256(body));
      expect(await once(() => client.list({ prefix: key }).next())).toMatchObject({ done: false });
      await once(() => client.copy(key, `${key}-copy`));
      expect(await once(() => client.remove([key, `${key}-copy`]))).toEqual({ removed: 2, failed: [] });
      expect(proxy.faults.get(fault)).toBe(6);
    },
  );
});

it('bytes that are damaged on the way to the API store nothing elsewhere', TIMES, async () => {
  let calls = 0;
  proxy.faultOf = () => (calls++ % 2 === 0 ? 'corrupt-up' : undefined);
  const right: string[] = [];
  for (let round = 0; round < TRANSFERS; round++) {
    const body = randomBytes(1000 + round);
    const key = `users/alice/damaged/${'k'.repeat(round * 5)}/${round}`;
    const outcome = await client
      .upload(key, body, { contentType: 'video/mp4' })
      .catch((error: unknown) => error);
    if (outcome instanceof TransferError) continue;
    const { sha256: digest, type } = await stored(key);
    if (digest === sha256(body) && type === 'video/mp4') right.push(key);
  }
  expect(proxy.faults.get('corrupt-up')).toBeGreaterThanOrEqual(TRANSFERS / 2);
  proxy.faultOf = () => undefined;
  const there = await leftovers(TENANT, 'users/alice/');
  expect(there.filter((each) => !each.includes('/harmless/'))).toEqual(
    right.map((key) => `object ${keyPrefixOf(TENANT)}${key}`).toSorted(),
  );
});
