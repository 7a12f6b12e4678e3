import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedS3 } from '#embedded-s3';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import type { CorsCheckAnswer } from './cors-check.response.js';

const AUDIENCE = 'tenant-presign/test';
const ORIGIN = 'https://app.example';
const RULE = { AllowedMethods: ['GET', 'PUT'], AllowedHeaders: ['content-type'], AllowedOrigins: [ORIGIN] };

let s3: Awaited<ReturnType<typeof startEmbeddedS3>>;
let jwks: JwksServer, issuer: TestIssuer, api: InProcessApi, client: ApiClient;
/** The requests to a server that answers as a test specifies. */
const asked: { url: string | undefined; headers: IncomingHttpHeaders }[] = [];
let answer: { status: number; headers?: Record<string, string>; body?: string } | 'nothing';
const host = createServer((request, response) => {
  asked.push({ url: request.url, headers: request.headers });
  if (answer !== 'nothing') response.writeHead(answer.status, answer.headers).end(answer.body);
});

beforeAll(async () => {
  s3 = await startEmbeddedS3({
    port: 0,
    region: 'eu-west-1',
    buckets: [{ name: 'team-a-files', credentials: [] }],
  });
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve));
  jwks = await JwksServer.start();
  issuer = await TestIssuer.create({ issuer: jwks.url, audience: AUDIENCE });
  jwks.publishProvider(issuer.jwks);
  const grants = [{ actions: ['download', 'upload'], prefixes: ['a/'] }];
  const own = `http://127.0.0.1:${(host.address() as AddressInfo).port}`;
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: jwks.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [
        tenantEntry('team-a', {
          grants,
          bucket: 'team-a-files',
          publicEndpoint: s3.endpoint,
          forcePathStyle: true,
        }),
        tenantEntry('team-b', { grants, keyPrefix: 'in/', publicEndpoint: own, forcePathStyle: true }),
      ],
    },
    Date.now,
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await jwks[Symbol.asyncDispose]();
  await s3.close();
  host.closeAllConnections();
  host.close();
});

let subject = 0;
/** Creates a client with a new subject for each test, because a subject may send one check per second. */
const as = async (tenant: string) =>
  new ApiClient(api.url, tenant, await issuer.token({ sub: `s${(subject += 1)}`, tenants: [tenant] }));
beforeEach(async () => {
  client = await as('team-a');
  asked.length = 0;
});

const check = (change: object = {}) =>
  client.post<CorsCheckAnswer & { code?: string; errors?: { pointer: string }[] }>('/cors-checks', {
    operation: 'upload',
    key: 'a/ü+ %.txt',
    origin: ORIGIN,
    ...change,
  });

describe('at a bucket', () => {
  it('whose rules allow the request, says so, and whether ETag can be read', async () => {
    s3.putCors([{ ...RULE, ExposeHeaders: ['ETag'] }]);
    const { status, json, text } = await check({ headers: ['content-type'] });
    expect(status, text).toBe(200);
    expect(json).toMatchObject({ allowed: true, exposesEtag: true });
    client = await as('team-a');
    s3.putCors([{ ...RULE, ExposeHeaders: ['x-amz-version-id'] }]);
    expect((await check()).json).toMatchObject({ allowed: true, exposesEtag: false });
  });

  it.each([
    ['origin', { origin: 'https://other.example' }],
    ['origin', { operation: 'download', origin: 'http://app.example' }],
    ['method', { operation: 'head' }],
    ['headers', { headers: ['content-type', 'x-amz-tagging'] }],
  ])('whose rules lack the %s, says which: %j', async (missing, change) => {
    s3.putCors([RULE]);
    expect((await check(change)).json).toMatchObject({ allowed: false, missing });
  });

  it('without rules, misses the origin', async () => {
    s3.putCors([]);
    expect((await check()).json).toMatchObject({ allowed: false, missing: 'origin' });
  });
});

describe('the preflight', () => {
  beforeEach(async () => {
    client = await as('team-b');
    answer = { status: 403 };
  });

  it('goes to the tenant’s own host and key, with nothing of the caller’s but what a browser sends', async () => {
    await check({ headers: ['x-b', 'x-a'] });
    const { url, headers } = asked[0]!;
    expect(url).toBe('/team-b-files/in/a/%C3%BC%2B%20%25.txt');
    expect(headers).toMatchObject({
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'x-a,x-b',
    });
    expect(Object.keys(headers)).not.toContain('authorization');
    expect(asked.length).toBeLessThanOrEqual(3);
  });

  it.each([
    [
      'a redirect',
      { status: 301, headers: { location: 'http://127.0.0.1:1/', 'access-control-allow-origin': '*' } },
    ],
    [
      'a permission for another origin',
      { status: 200, headers: { 'access-control-allow-origin': 'https://x.example' } },
    ],
  ])('takes %s for no permission', async (_, given) => {
    answer = given;
    expect((await check()).json).toMatchObject({ allowed: false, missing: 'origin' });
  });

  it.each([
    ['never ends', 'nothing' as const],
    ['is too long', { status: 200, body: 'x'.repeat(9000), headers: { 'access-control-allow-origin': '*' } }],
  ])('that %s is a 503', async (_, given) => {
    answer = given;
    expect(await check()).toMatchObject({ status: 503, json: { code: 'storage_unavailable' } });
  });

  it('is sent once a second for each subject', async () => {
    expect((await check()).status).toBe(200);
    const { status, headers } = await check();
    expect(status).toBe(429);
    expect(headers['retry-after']).toBe('1');
    client = await as('team-b');
    expect((await check()).status).toBe(200);
  });
});

describe('a request', () => {
  it.each([
    ['without a grant for the key', { key: 'b/x' }, 403],
    ['without a grant for the operation', { operation: 'delete' }, 403],
  ])('%s is denied, and nothing is asked', async (_, change, status) => {
    client = await as('team-b');
    expect((await check(change)).status).toBe(status);
    expect(asked).toEqual([]);
  });

  it.each([
    [{ origin: 'https://app.example/path' }, '#/origin'],
    [{ origin: 'https://user@app.example' }, '#/origin'],
    [{ origin: 'https://app.example:443' }, '#/origin'],
    [{ origin: 'http://[fb:c7d:eac:0c3d90275fe05]' }, '#/origin'],
    [{ origin: 'null' }, '#/origin'],
    [{ headers: ['a b'] }, '#/headers'],
    [{ headers: ['x\r\ny: z'] }, '#/headers'],
    [{ headers: Array.from({ length: 31 }, (_, index) => `x-${index}`) }, '#/headers'],
    [{ operation: 'list' }, '#/operation'],
    [{ url: 'http://169.254.169.254/' }, '#/url'],
  ])('%j is refused', async (change, pointer) => {
    const { status, json } = await check(change);
    expect(status).toBe(400);
    expect(json.errors?.[0]?.pointer).toContain(pointer);
  });
});
