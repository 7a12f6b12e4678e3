import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { CompanionClient } from '../../../../../test/support/clients/companion-client.js';
import { send } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import type { UploadSessionAnswer } from './upload-session.response.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/test';
const FILE = { filename: 'a.txt', type: 'text/plain' };

let now = NOW;
const clock = () => now;
let server: JwksServer, api: InProcessApi, client: ApiClient;
beforeEach(() => void (now = NOW));
beforeAll(async () => {
  server = await JwksServer.start();
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock });
  server.publishProvider(issuer.jwks);
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [
        tenantEntry('team-a', { cors: { origins: ['https://app.example'] } }),
        tenantEntry('team-b', { cors: { origins: ['https://other.example'] } }),
      ],
    },
    clock,
  );
  client = new ApiClient(api.url, 'team-a', await issuer.token({ tenants: ['team-a'] }));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function begin(request: object = {}, headers: Readonly<Record<string, string>> = {}) {
  const { status, json, text } = await client.send<UploadSessionAnswer>(
    '/v1/tenants/team-a/upload-sessions',
    {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ keyPrefix: 'inbox/', expiresIn: 120, ...request }),
    },
  );
  expect(status, text).toBe(201);
  return json;
}
const uppyOf = async () => new CompanionClient((await begin()).companionEndpoint);

describe('the expiry of a session', () => {
  it('limits the URLs that are signed shortly before it', async () => {
    const { companionEndpoint, expiresAt } = await begin({ expiresIn: 1200 });
    expect(expiresAt).toBe('2026-11-24T12:20:00Z');
    const uppy = new CompanionClient(companionEndpoint);
    expect((await uppy.params(FILE)).json.expires).toBe(900); // the tenant's limit
    now = NOW + 1_150_500;
    const { status, json } = await uppy.params(FILE);
    expect({ status, expires: json.expires }).toEqual({ status: 200, expires: 50 });
    const policy = JSON.parse(Buffer.from(json.fields['policy']!, 'base64').toString()) as object;
    expect(policy).toMatchObject({ expiration: '2026-11-24T12:20:00.000Z' });
    now = NOW + 1_199_999;
    expect((await uppy.params(FILE)).json.expires).toBe(1);
    now = NOW + 1_200_000;
    const [ended, never] = [
      await uppy.params(FILE),
      await new CompanionClient(`${api.url}/v1/uppy/x`).params(FILE),
    ];
    expect(ended).toMatchObject({ status: 403, json: { code: 'session_not_active' } });
    const { requestId: _, ...words } = never.json;
    expect(ended.json).toMatchObject(words);
  });
});

const preflight = (endpoint: string, origin: string) =>
  send(`${endpoint}/s3/multipart`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    },
  });

describe('pages', () => {
  it('of the tenant’s origins may call, and pages of other origins may not', async () => {
    const { endpoint } = await uppyOf();
    const allowed = await preflight(endpoint, 'https://app.example');
    expect(allowed.headers).toMatchObject({
      'access-control-allow-origin': 'https://app.example',
      'access-control-allow-methods': 'GET, POST, DELETE',
      'access-control-allow-headers': expect.stringContaining('content-type') as string,
    });
    expect(allowed.headers['access-control-allow-credentials']).toBeUndefined();
    for (const origin of ['https://unknown.example', 'https://app.example.evil', 'null']) {
      expect(
        (await preflight(endpoint, origin)).headers['access-control-allow-origin'],
        origin,
      ).toBeUndefined();
    }
    for (const query of ['filename=a.txt', 'filename=']) {
      const path = `${endpoint}/s3/params?${query}`;
      const [read, unread] = await Promise.all(
        ['https://app.example', 'https://other.example'].map((origin) => send(path, { headers: { origin } })),
      );
      expect(read!.headers['access-control-allow-origin']).toBe('https://app.example');
      expect(unread!.headers['access-control-allow-origin']).toBeUndefined();
    }
  });

  it('can’t distinguish an expired, an invalid and a valid capability by a preflight', async () => {
    const { endpoint } = await uppyOf();
    const [good, none] = [
      await preflight(endpoint, 'https://app.example'),
      await preflight(`${endpoint}A`, 'https://app.example'),
    ];
    now += 120_000;
    const ended = await preflight(endpoint, 'https://app.example');
    const { date: _, ...headers } = good.headers;
    for (const answer of [none, ended]) {
      expect(answer).toMatchObject({ status: good.status, text: good.text, headers });
    }
  });
});

describe('a text that S3 would replace in a form', () => {
  it.each<[string, object, string]>([
    ['a folder', { keyPrefix: 'in/${filename}/' }, '#/keyPrefix'],
    ['a key', { key: 'in/a$$b' }, '#/key'],
    ['a type', { keyPrefix: 'in/', contentTypes: ['text/plain', 'text/a$$b'] }, '#/contentTypes/1'],
    ['metadata', { keyPrefix: 'in/', metadata: { a: '${filename}' } }, '#/metadata'],
  ])('is refused when the session is created: %s', async (_, request, pointer) => {
    const { status, json } = await client.post('/upload-sessions', request);
    expect([status, json]).toMatchObject([400, { code: 'invalid_request', errors: [{ pointer }] }]);
  });

  it('is refused in a file that goes by form, with the names that Uppy uses; a single $ is accepted', async () => {
    const { companionEndpoint } = await begin({
      keyPrefix: 'in/$/',
      naming: 'unique',
      metadataFields: ['a'],
    });
    const uppy = new CompanionClient(companionEndpoint);
    expect((await uppy.params({ filename: '{a}$b$', type: 'text/$plain', 'metadata[a]': '$' })).status).toBe(
      200,
    );
    for (const [change, pointer] of [
      [{ filename: '${filename}' }, '#/filename'],
      [{ filename: 'a$$b' }, '#/filename'],
      [{ type: 'text/plain; a="${filename}"' }, '#/type'],
      [{ type: 'text/a$$b' }, '#/type'],
      [{ 'metadata[a]': '${filename}' }, '#/metadata'],
    ] as const) {
      const { status, json } = await uppy.params({ ...FILE, ...change });
      expect([status, json]).toMatchObject([400, { code: 'invalid_request', errors: [{ pointer }] }]);
    }
  });
});

it('the endpoint has the address that the caller used', async () => {
  const behind = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'presign.example' };
  expect((await begin()).companionEndpoint).toMatch(new RegExp(`^${api.url}/v1/uppy/[\\w.-]+$`));
  expect((await begin({}, behind)).companionEndpoint).toMatch(
    /^https:\/\/presign\.example\/v1\/uppy\/[\w.-]+$/,
  );
});
