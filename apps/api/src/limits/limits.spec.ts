import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../test/support/clients/api-client.js';
import { CompanionClient } from '../../../../test/support/clients/companion-client.js';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { CREDENTIALS, InProcessApi, tenantEntry } from '../../../../test/support/processes/in-process-api.js';
import { TestIssuer } from '../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../test/support/fakes/jwks-server.js';

const AUDIENCE = 'tenant-presign/test';
const MINUTE = 60_000;

interface Batch {
  readonly results: { readonly status: number; readonly problem?: object; readonly key?: string }[];
}

let now = Date.parse('2026-11-24T12:00:00Z');
let server: JwksServer, issuer: TestIssuer, s3: EmbeddedS3, api: InProcessApi;

beforeAll(async () => {
  server = await JwksServer.start();
  issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => now });
  server.publishProvider(issuer.jwks);
  s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: 'limited-files', credentials: [CREDENTIALS] }],
  });
  const limits = {
    requestsPerSecond: 2,
    burst: 5,
    allCallers: { requestsPerSecond: 4, burst: 8 },
  };
  const cors = { origins: ['https://app.example'] };
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [tenantEntry('limited', { limits, cors, endpoint: s3.endpoint }), tenantEntry('free')],
    },
    () => now,
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await s3.close();
  await server[Symbol.asyncDispose]();
});

/** Each test begins with full rate limits. */
beforeEach(() => void (now += 5 * MINUTE));

const as = async (sub: string, tenant = 'limited', tenants = [tenant]) =>
  new ApiClient(api.url, tenant, await issuer.token({ sub, tenants }));

const download = (client: ApiClient) => client.post('/downloads', { key: 'a.txt' });

async function statusesOf(client: ApiClient, count: number): Promise<number[]> {
  const statuses: number[] = [];
  while (statuses.length < count) statuses.push((await download(client)).status);
  return statuses;
}

describe('a caller', () => {
  it('gets with each answer what is left of which limits', async () => {
    const alice = await as('alice');
    const { status, headers } = await download(alice);
    expect(status).toBe(200);
    expect(headers.ratelimit).toBe('"caller-per-pod";r=4;t=1');
    expect(headers['ratelimit-policy']).toBe('"caller-per-pod";q=5;w=3, "tenant-per-pod";q=8;w=2');
    expect((await download(alice)).headers.ratelimit).toBe('"caller-per-pod";r=3;t=1');
  });

  it('is refused beyond the burst, until enough of it is refilled', async () => {
    const alice = await as('alice');
    expect(await statusesOf(alice, 5)).toEqual([200, 200, 200, 200, 200]);
    const { status, headers, json } = await download(alice);
    expect(status).toBe(429);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(headers['retry-after']).toBe('1');
    expect(headers.ratelimit).toBe('"caller-per-pod";r=0;t=1');
    expect(headers['ratelimit-policy']).toBe('"caller-per-pod";q=5;w=3, "tenant-per-pod";q=8;w=2');
    expect(json).toMatchObject({
      type: 'urn:tenant-presign:problem:rate_limited',
      status: 429,
      code: 'rate_limited',
      'violated-policies': ['caller-per-pod'],
    });
    now += 1000; // the time in Retry-After
    expect(await statusesOf(alice, 3)).toEqual([200, 200, 429]);
  });

  it('with several tokens has one limit', async () => {
    await statusesOf(await as('alice'), 5);
    now += 1; // the next token differs
    expect((await download(await as('alice'))).status).toBe(429);
  });

  it('uses up nothing of other callers’ limits, even if it is refused', async () => {
    const [alice, bob] = [await as('alice'), await as('bob')];
    await statusesOf(alice, 50);
    expect(await statusesOf(bob, 4)).toEqual([200, 200, 200, 429]);
    const { json } = await download(bob);
    expect(json).toMatchObject({ 'violated-policies': ['tenant-per-pod'] });
  });

  it('is charged for invalid requests, too', async () => {
    const alice = await as('alice');
    for (let count = 0; count < 5; count += 1) {
      expect((await alice.post('/downloads', { key: '../a' })).status).toBe(400);
    }
    expect((await download(alice)).status).toBe(429);
  });

  it('is not limited if the tenant file sets no limits', async () => {
    const alice = await as('alice', 'free');
    expect(new Set(await statusesOf(alice, 60))).toEqual(new Set([200]));
    const { headers } = await download(alice);
    expect(headers).not.toHaveProperty('ratelimit');
    expect(headers).not.toHaveProperty('ratelimit-policy');
  });
});

describe('a caller of another tenant', () => {
  it('uses up nothing of the tenant’s limits, and neither does an invalid token', async () => {
    const others = await as('mallory', 'limited', ['free']);
    expect(new Set(await statusesOf(others, 30))).toEqual(new Set([403]));
    const invalid = new ApiClient(api.url, 'limited', 'x.y.z');
    expect(new Set(await statusesOf(invalid, 30))).toEqual(new Set([401]));
    const { headers } = await download(await as('alice'));
    expect(headers.ratelimit).toBe('"caller-per-pod";r=4;t=1');
  });
});

describe('a refusal', () => {
  it('comes before the body is read', async () => {
    const alice = await as('alice');
    await statusesOf(alice, 5);
    const { status } = await alice.send('/v1/tenants/limited/downloads', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'content-length': '10000' },
      body: '{', // the rest is never sent
    });
    expect(status).toBe(429);
  });

  it('can be read by a page of the tenant’s origins', async () => {
    const alice = await as('alice');
    await statusesOf(alice, 5);
    const { headers } = await alice.send('/v1/tenants/limited/downloads', {
      method: 'POST',
      headers: { origin: 'https://app.example' },
    });
    expect(headers['access-control-allow-origin']).toBe('https://app.example');
    const exposed = String(headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['ratelimit', 'ratelimit-policy', 'retry-after']));
  });
});

const operations = (count: number) =>
  Array.from({ length: count }, (_, number) => ({ operation: 'download', key: `${number}.txt` }));

describe('a batch', () => {
  it('costs as much as its operations would', async () => {
    const alice = await as('alice');
    const { status, headers } = await alice.post<Batch>('/batches', { operations: operations(3) });
    expect(status).toBe(200);
    expect(headers.ratelimit).toBe('"caller-per-pod";r=2;t=1');
    expect(await statusesOf(alice, 3)).toEqual([200, 200, 429]);
  });

  it('larger than the burst is answered: it signs what the limit allows, and refuses each of the others', async () => {
    const alice = await as('alice');
    const { status, headers, json } = await alice.post<Batch>('/batches', { operations: operations(1000) });
    expect(status).toBe(200);
    expect(headers.ratelimit).toBe('"caller-per-pod";r=0;t=1');
    const { results } = json;
    expect(results.map((result) => result.status)).toEqual([
      ...Array.from({ length: 5 }, () => 200),
      ...Array.from({ length: 995 }, () => 429),
    ]);
    expect(results[5]!.problem).toMatchObject({
      code: 'rate_limited',
      'violated-policies': ['caller-per-pod'],
    });
    const audited = (await api.log()).split('\n').filter((line) => line.includes('"msg":"signing"'));
    expect(audited.filter((line) => line.includes('"4.txt"'))).toHaveLength(1);
    expect(audited.filter((line) => line.includes('"5.txt"'))).toEqual([]);
    now += 1000;
    const again = await alice.post<Batch>('/batches', { operations: operations(1000).slice(5) });
    expect(again.json.results.map((result) => result.status).slice(0, 3)).toEqual([200, 200, 429]);
  });

  it('is refused as a whole if nothing of the limit is left', async () => {
    const alice = await as('alice');
    await statusesOf(alice, 5);
    const { status, headers } = await alice.post('/batches', { operations: operations(2) });
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('1');
  });
});

describe('an upload in parts', () => {
  it('is charged when it begins; afterwards, no limit of the caller stops it', async () => {
    const alice = await as('alice');
    const begun = await alice.post<{ uploadId: string }>('/multipart-uploads', { key: 'film.mp4' });
    expect(begun.status, begun.text).toBe(201);
    expect(begun.headers.ratelimit).toBe('"caller-per-pod";r=4;t=1');
    expect(await statusesOf(alice, 5)).toEqual([200, 200, 200, 200, 429]);
    const path = `/multipart-uploads/${begun.json.uploadId}`;
    const parts = Array.from({ length: 1000 }, (_, index) => ({ partNumber: index + 1 }));
    for (let count = 0; count < 10; count += 1) {
      expect((await alice.post(`${path}/parts`, { parts })).status).toBe(200);
    }
    const { status, json, headers } = await alice.post(`${path}/parts`, { parts });
    expect(status).toBe(429); // every possible part was signed at this moment
    expect(json).toMatchObject({ 'violated-policies': ['upload-per-pod'] });
    expect(headers['retry-after']).toBe('10');
    expect(headers['ratelimit-policy']).toBe('"upload-per-pod";q=10000;w=100');
    now += 10_000;
    expect((await alice.post(`${path}/parts`, { parts })).status).toBe(200);
    now += 1000;
    const aborted = await alice.send(`/v1/tenants/limited${path}`, { method: 'DELETE' });
    expect(aborted.status).toBe(204);
    expect((await alice.post('/multipart-uploads', { key: 'film.mp4' })).status).toBe(429); // the burst has to refill first
    now += 2000;
    expect((await alice.post('/multipart-uploads', { key: 'film.mp4' })).status).toBe(201);
  });
});

const partOf = (partNumber: number) => ({ partNumber });

const begin = (client: ApiClient) =>
  client.post<{ companionEndpoint: string }>('/upload-sessions', { keyPrefix: 'inbox/' });

describe('an upload session', () => {
  const FILE = { filename: 'a.txt', type: 'text/plain' };

  it('is never refused by the limits of the tenant, and later requests wait for what it signed', async () => {
    const [alice, bob] = [await as('alice'), await as('bob')];
    const uppy = new CompanionClient((await begin(alice)).json.companionEndpoint);
    for (let count = 0; count < 20; count += 1) expect((await uppy.params(FILE)).status).toBe(200);
    const refused = await download(bob); // 21 were used: the burst of 8, and 13 more that are refilled at 4 a second
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({ 'violated-policies': ['tenant-per-pod'] });
    expect(refused.headers['retry-after']).toBe('3');
    expect((await begin(bob)).status).toBe(429);
    expect((await uppy.params(FILE)).status).toBe(200);
    now += 3000;
    expect((await download(bob)).status).toBe(200);
  });

  it('is charged for the parts that it signs, and so is an upload with a token', async () => {
    const [alice, bob] = [await as('alice'), await as('bob')];
    const begun = await alice.post<{ uploadId: string }>('/multipart-uploads', { key: 'film.mp4' });
    const uppy = new CompanionClient((await begin(alice)).json.companionEndpoint);
    const upload = (await uppy.create(FILE)).json;
    const numbers = Array.from({ length: 20 }, (_, index) => index + 1);
    const ways = [
      () => alice.post(`/multipart-uploads/${begun.json.uploadId}/parts`, { parts: numbers.map(partOf) }),
      () => uppy.batch(upload, numbers.join(',')),
    ];
    for (const sign of ways) {
      now += 5 * MINUTE;
      expect((await sign()).status).toBe(200);
      expect((await download(bob)).headers['retry-after']).toBe('3');
    }
  });

  it('can be created 1,000 times at once by a subject, and then 10 times a second, without a limit in the file', async () => {
    const alice = await as('alice', 'free');
    const answers = await inTurn(1000, () => begin(alice));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]));
    const refused = await begin(alice);
    expect(refused.status).toBe(429);
    expect(refused.json).toMatchObject({
      code: 'rate_limited',
      'violated-policies': ['sessions-per-pod'],
    });
    expect(refused.headers).toMatchObject({
      ratelimit: '"sessions-per-pod";r=0;t=1',
      'ratelimit-policy': '"sessions-per-pod";q=1000;w=100',
      'retry-after': '1',
    });
    expect((await begin(await as('bob', 'free'))).status).toBe(201);
    now += 100;
    expect((await begin(alice)).status).toBe(201);
    expect((await begin(alice)).status).toBe(429);
  });
});

async function inTurn<T>(count: number, act: () => Promise<T>): Promise<T[]> {
  const done: T[] = [];
  while (done.length < count) done.push(await act());
  return done;
}
