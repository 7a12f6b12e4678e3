import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { send, type RawResponse } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';

const AUDIENCE = 'tenant-presign/test';
const [OF_A, OF_B, UNKNOWN] = ['https://a.example', 'https://b.example', 'https://unknown.example'];
const ORIGINS = [OF_A, OF_B, UNKNOWN, 'null', `${OF_A}.evil`, OF_A.toUpperCase()];
/** The first two tenants have origins, the third has none, and the others do not exist. */
const TENANTS = ['team-a', 'team-b', 'team-c', 'team-d', 'x'.repeat(300), '%00'];

let server: JwksServer, api: InProcessApi;
const tokens = { good: '', foreign: '' };
const capabilities: string[] = [];

beforeAll(async () => {
  server = await JwksServer.start();
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE });
  server.publishProvider(issuer.jwks);
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [
        tenantEntry('team-a', { cors: { origins: [OF_A] }, limits: { requestsPerSecond: 1, burst: 60 } }),
        tenantEntry('team-b', { cors: { origins: [OF_B] } }),
        tenantEntry('team-c'),
      ],
    },
    Date.now,
  );
  tokens.good = await issuer.token({ tenants: ['team-a'] });
  tokens.foreign = await issuer.token({ tenants: ['missing-team'] });
  for (const tenant of ['team-a', 'team-b']) {
    const client = new ApiClient(api.url, tenant, await issuer.token({ sub: 'bob', tenants: [tenant] }));
    const { json } = await client.post<{ companionEndpoint: string }>('/upload-sessions', { keyPrefix: '' });
    capabilities.push(json.companionEndpoint.slice(`${api.url}/v1/uppy/`.length));
  }
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

/**
 * Returns everything that a client can compare of an answer, without the parts that differ between any two requests.
 */
function bytesOf({ status, headers, text }: RawResponse): string {
  const { date: _, 'x-request-id': id, ...others } = headers;
  return JSON.stringify([status, others, id === undefined ? text : text.replaceAll(String(id), '')]);
}

/**
 * Sends a request to several paths.
 *
 * @returns the distinct answers
 */
async function answersTo(paths: readonly string[], request: object): Promise<string[]> {
  const answers = await Promise.all(paths.map((path) => send(`${api.url}${path}`, request)));
  return [...new Set(answers.map(bytesOf))];
}

const preflight = (origin: string, method = 'POST') => ({
  method: 'OPTIONS',
  headers: {
    origin,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization',
  },
});
const downloadsOf = (tenants: readonly string[]) =>
  tenants.map((tenant) => `/v1/tenants/${tenant}/downloads`);

describe('a preflight', () => {
  it.each(ORIGINS)('from %s has the same answer for every tenant', async (origin) => {
    expect(await answersTo(downloadsOf(TENANTS), preflight(origin))).toHaveLength(1);
    const uploads = TENANTS.map((tenant) => `/v1/tenants/${tenant}/multipart-uploads/x/parts`);
    expect(await answersTo(uploads, preflight(origin))).toHaveLength(1);
  });

  it.each(ORIGINS)('from %s is answered alike with a good capability and with none', async (origin) => {
    const altered = capabilities.map((capability) => `${capability}A`);
    for (const rest of ['', '/s3/params', '/s3/multipart', '/s3/multipart/x/complete?key=y']) {
      const paths = [...capabilities, ...altered, 'x'].map((capability) => `/v1/uppy/${capability}${rest}`);
      expect(await answersTo(paths, preflight(origin))).toHaveLength(1);
    }
  });

  it.each([OF_A, OF_B])('from %s, an origin of any tenant, is allowed for every tenant', async (origin) => {
    const paths = [
      ...downloadsOf(TENANTS),
      `/v1/uppy/${capabilities[0]}/s3/params`,
      '/openapi.json',
      '/nowhere',
    ];
    const answers = await answersTo(paths, preflight(origin));
    expect(answers).toHaveLength(1);
    expect(JSON.parse(answers[0]!)).toMatchObject([
      204,
      {
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'GET, POST, DELETE',
        'access-control-allow-headers': expect.stringContaining('authorization') as string,
        vary: expect.stringContaining('Origin') as string,
      },
      '',
    ]);
  });

  it.each([UNKNOWN, 'null', `${OF_A}.evil`, OF_A.toUpperCase()])(
    'from %s is allowed for no tenant',
    async (origin) => {
      for (const path of [
        ...downloadsOf(TENANTS),
        `/v1/uppy/${capabilities[0]}/s3/params`,
        '/openapi.json',
      ]) {
        const { headers } = await send(`${api.url}${path}`, preflight(origin));
        expect(headers).not.toHaveProperty('access-control-allow-origin');
      }
    },
  );
});

describe('an answer to a caller who is not admitted', () => {
  it.each<[string, () => Record<string, string>, number]>([
    ['without a token', () => ({}), 401],
    ['with an invalid token', () => ({ authorization: 'Bearer x.y.z' }), 401],
    ['with a token for none of the tenants', () => ({ authorization: `Bearer ${tokens.foreign}` }), 403],
  ])('%s is the same for every tenant', async (_, headers, status) => {
    for (const origin of ORIGINS) {
      const request = { method: 'POST', headers: { ...headers(), origin } };
      const answers = await answersTo(downloadsOf(TENANTS.slice(0, 4)), request);
      expect(answers).toHaveLength(1);
      const [answered, { 'access-control-allow-origin': allowed }] = JSON.parse(answers[0]!) as [
        number,
        Record<string, string>,
      ];
      expect([answered, allowed]).toEqual([status, [OF_A, OF_B].includes(origin) ? origin : undefined]);
    }
  });

  it('with an invalid capability can be read by the pages that could use a valid one', async () => {
    const { status, headers } = await send(`${api.url}/v1/uppy/x`, { headers: { origin: OF_A } });
    expect([status, headers['access-control-allow-origin']]).toEqual([403, OF_A]);
  });
});

const ask = (origin: string, body: object) =>
  send(`${api.url}/v1/tenants/team-a/downloads`, {
    method: 'POST',
    headers: { origin, authorization: `Bearer ${tokens.good}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

const isFor = (origin: string, { headers }: RawResponse) => {
  const own = origin === OF_A;
  expect(headers['access-control-allow-origin']).toBe(own ? OF_A : undefined);
  expect(headers['access-control-expose-headers'] !== undefined).toBe(own);
  expect(headers['vary']).toContain('Origin');
};

describe('an answer to an admitted caller', () => {
  it.each(ORIGINS)('from %s can be read only by the origins of its own tenant', async (origin) => {
    const signed = await ask(origin, { key: 'a.txt' });
    expect(signed.status).toBe(200);
    isFor(origin, signed);
    const refused = await ask(origin, { key: 1 });
    expect(refused.status).toBe(400);
    isFor(origin, refused);
    isFor(origin, await send(`${api.url}/v1/uppy/${capabilities[0]}`, { headers: { origin } }));
    isFor(
      origin,
      await send(`${api.url}/v1/uppy/${capabilities[0]}/s3/params?filename=`, { headers: { origin } }),
    );
  });

  it('can be read by the same origins if a limit refuses the request', async () => {
    let last = await ask(OF_A, { key: 'a.txt' });
    while (last.status === 200) last = await ask(OF_A, { key: 'a.txt' });
    for (const origin of ORIGINS) {
      const refused = await ask(origin, { key: 'a.txt' });
      expect(refused.status).toBe(429);
      isFor(origin, refused);
    }
  });
});
