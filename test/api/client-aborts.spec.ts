import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PresignClient } from '#client';
import { FaultyProxy } from '../support/fakes/faulty-proxy.js';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, target, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
const TENANT = 'client-aborts';
const enough = new Error('enough');

let proxy: FaultyProxy, storage: FaultyProxy, api: StartedApi, client: PresignClient;
/** The number of the API call that is not answered, from 0. */
let silentCall: number;
beforeAll(async () => {
  storage = await FaultyProxy.start(target.endpoint);
  api = await StartedApi.start([tenantOf(firstOwner, TENANT, { publicEndpoint: storage.url })]);
  proxy = await FaultyProxy.start(api.process.url);
  client = new PresignClient({
    api: proxy.url,
    tenant: TENANT,
    token: () => api.process.issuer.token({ sub: 'alice', tenants: [TENANT] }),
    journal: false,
  });
  await client.upload('users/alice/before', parts(), IN_PARTS); // the client learns which digests are checked
});
afterAll(async () => {
  await proxy[Symbol.asyncDispose]();
  await storage[Symbol.asyncDispose]();
  await api[Symbol.asyncDispose]();
});
beforeEach(() => {
  storage.refusalOf = () => undefined;
  silentCall = Infinity;
  let calls = 0;
  proxy.faultOf = () => (calls++ === silentCall ? 'stall-up' : undefined);
});

/** Yields bytes, and then nothing for ever. Notes whether it was told to stop. */
function silentAfter(mebibytes: number) {
  let left = mebibytes;
  const stream = {
    isStopped: false,
    next: (): Promise<IteratorResult<Uint8Array, undefined>> =>
      left-- > 0
        ? Promise.resolve({ done: false, value: new Uint8Array(MIB) })
        : new Promise(() => undefined),
    return: (): Promise<IteratorResult<Uint8Array, undefined>> => {
      stream.isStopped = true;
      return new Promise(() => undefined);
    },
    [Symbol.asyncIterator]: () => stream,
  };
  return stream;
}

const key = 'users/alice/aborts/object';
const IN_PARTS = { partSize: 5 * MIB };
const parts = () => new Blob([new Uint8Array(9 * MIB)]).stream();
const small = new Uint8Array(10);

describe('an abort', () => {
  it.each<[string, number, (signal: AbortSignal) => Promise<unknown>]>([
    ['a HEAD', 0, (signal) => client.head(key, { signal })],
    ['a URL', 0, (signal) => client.url('head', key, undefined, signal)],
    ['an explanation', 0, (signal) => client.explain({ url: 'https://s3.example/object' }, signal)],
    ['a small upload', 0, (signal) => client.upload(key, small, { signal })],
    // The second call signs the parts, if the storage checks their digests.
    ['an upload of parts', 1, (signal) => client.upload(key, parts(), { ...IN_PARTS, signal })],
  ])('ends %s while the API is silent', async (_, call, work) => {
    silentCall = call;
    const working = work(AbortSignal.timeout(500));
    await expect(working).rejects.toMatchObject({ name: 'TimeoutError' });
    expect(await leftovers(TENANT, key)).toEqual([]);
  });

  it.each([0, 1, 20])('ends an upload of a stream that is silent after %i MiB', async (mebibytes) => {
    const stream = silentAfter(mebibytes);
    const aborter = new AbortController();
    setTimeout(() => aborter.abort(enough), 500);
    await expect(client.upload(key, stream, { ...IN_PARTS, signal: aborter.signal })).rejects.toBe(enough);
    expect(stream.isStopped).toBe(true);
    expect(await leftovers(TENANT, key)).toEqual([]);
  });

  it('ends an upload while the token is awaited', async () => {
    const waiting = new PresignClient({
      api: proxy.url,
      tenant: TENANT,
      token: () => new Promise(() => undefined),
      journal: false,
    });
    const uploading = waiting.upload(key, small, { signal: AbortSignal.timeout(100) });
    await expect(uploading).rejects.toMatchObject({ name: 'TimeoutError' });
  });
});

it('a part that is refused ends the upload of a silent stream', async () => {
  const stream = silentAfter(9);
  storage.refusalOf = () => 404;
  await expect(client.upload(key, stream, IN_PARTS)).rejects.toMatchObject({ code: 'not_found' });
  expect(stream.isStopped).toBe(true);
  expect(await leftovers(TENANT, key)).toEqual([]);
});
