import { request as httpRequest } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { send } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/shared';
const OWN = { actions: ['download', 'upload'], issuer: 'platform', prefixes: ['users/${sub}/'] };
const SHARED = { actions: ['download'], prefixes: ['shared/'] };

let server: JwksServer, api: InProcessApi;
/** The tenant team-a has the first two issuers, team-b has the third. The keys of the last issuer can't be fetched. */
let platform: TestIssuer, cluster: TestIssuer, foreign: TestIssuer, down: TestIssuer;

beforeAll(async () => {
  server = await JwksServer.start();
  const create = async (name: string) => {
    const issuer = `${server.url}/${name}`;
    const created = await TestIssuer.create({ issuer, audience: AUDIENCE, clock: () => NOW });
    server.publish(`/${name}/jwks`, created.jwks);
    return created;
  };
  [platform, cluster, foreign, down] = await Promise.all([
    create('platform'),
    create('cluster'),
    create('foreign'),
    create('down'),
  ]);
  const entry = (name: string, change = {}) => ({
    name,
    issuer: `${server.url}/${name}`,
    audience: AUDIENCE,
    jwksUri: `${server.url}/${name}/jwks`,
    tenants: '/tenants',
    ...change,
  });
  api = await InProcessApi.start(
    {
      issuers: [
        entry('platform'),
        entry('platform-b', { ...entry('platform'), name: 'platform-b', audience: 'tenant-presign/b' }),
        entry('cluster', { tenants: '/kubernetes.io/namespace' }),
        entry('foreign'),
        entry('down', { jwksUri: `${server.url}/none` }),
      ],
      tenants: [
        tenantEntry('team-a', { issuers: ['platform', 'cluster', 'down'], grants: [OWN, SHARED] }),
        tenantEntry('team-b', { issuers: ['platform-b', 'foreign'], grants: [SHARED] }),
      ],
    },
    () => NOW,
  );
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const authorization = (token: string) => ({ authorization: `Bearer ${token}` });
const download = (tenant: string, headers: Record<string, string>, key = 'shared/x.txt') =>
  send(`${api.url}/v1/tenants/${tenant}/downloads`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ key }),
  });
const status = async (tenant: string, token: string, key?: string) =>
  (await download(tenant, authorization(token), key)).status;

const ofTeamA = () => platform.token({ tenants: ['team-a'] });

/**
 * Sends one Authorization field for each value.
 *
 * @returns the status of the answer
 */
function statusWith(...values: string[]): Promise<number> {
  const body = JSON.stringify({ key: 'shared/x' });
  const fields = ['Host', 'x', 'Content-Type', 'application/json', 'Content-Length', `${body.length}`];
  const headers = [...fields, ...values.flatMap((value) => ['Authorization', value])];
  const url = `${api.url}/v1/tenants/team-a/downloads`;
  return new Promise((resolve, reject) => {
    httpRequest(url, { method: 'POST', headers, agent: false }, (response) =>
      resolve(response.resume().statusCode!),
    )
      .on('error', reject)
      .end(body);
  });
}

describe('a token speaks for a tenant', () => {
  it('that its claim names, if the tenant lists its issuer', async () => {
    expect(await status('team-a', await platform.token({ tenants: ['team-a'] }))).toBe(200);
    expect(await status('team-a', await platform.token({ tenants: ['team-b'] }))).toBe(403);
    expect(await status('team-a', await foreign.token({ tenants: ['team-a'] }))).toBe(403);
    expect(await status('team-b', await foreign.token({ tenants: ['team-b'] }))).toBe(200);
    expect(await status('team-b', await platform.token({ tenants: ['team-b'] }))).toBe(403);
  });

  it('that is its pod’s namespace', async () => {
    const pod = (namespace: string) => cluster.serviceAccountToken({ namespace, serviceAccount: 'web' });
    expect(await status('team-a', await pod('team-a'))).toBe(200);
    expect(await status('team-a', await pod('team-b'))).toBe(403);
    expect(await status('team-b', await pod('team-b'))).toBe(403);
    expect(await status('team-a', await cluster.token({ tenants: ['team-a'] }))).toBe(403);
  });

  it('whose entry of the issuer has the token’s audience', async () => {
    const both = await platform.token({ aud: [AUDIENCE, 'tenant-presign/b'], tenants: ['team-a', 'team-b'] });
    expect(await status('team-a', both)).toBe(200);
    expect(await status('team-b', both)).toBe(200);
    const one = await platform.token({ aud: 'tenant-presign/b', tenants: ['team-a', 'team-b'] });
    expect(await status('team-a', one)).toBe(403);
    expect(await status('team-b', one)).toBe(200);
  });

  it.each(['TEAM-A', 'team-a%20', 'team-a%00', '__proto__', 'constructor', '%E2%80%8Bteam-a', '*'])(
    'but not for %s, even if its claim names it',
    async (tenant) => {
      const token = await platform.token({ tenants: ['team-a', tenant, decodeURIComponent(tenant)] });
      expect(await status(tenant, token)).toBe(403);
      expect(await status('team-a', token)).toBe(200);
    },
  );
});

describe('a user', () => {
  it('can use own keys and shared keys, but no other user’s', async () => {
    const alice = await platform.token({ sub: 'alice', tenants: ['team-a'] });
    expect(await status('team-a', alice, 'users/alice/x')).toBe(200);
    expect(await status('team-a', alice, 'users/bob/x')).toBe(403);
    expect(await status('team-a', alice, 'users/alicette/x')).toBe(403);
    expect(await status('team-a', alice, 'users/alice/../bob/x')).toBe(400);
  });

  it('with the same sub of another issuer is another user', async () => {
    const pod = { 'kubernetes.io': { namespace: 'team-a' } };
    expect(await status('team-a', await cluster.token({ sub: 'alice', ...pod }))).toBe(200);
    expect(await status('team-a', await cluster.token({ sub: 'alice', ...pod }), 'users/alice/x')).toBe(403);
  });
});

it('a refusal is the same for an unknown and a forbidden tenant; for an action or a key it adds only what they require', async () => {
  const token = await platform.token({ tenants: ['team-a', 'unknown-team'] });
  const headers = { ...authorization(token), 'x-request-id': 'r1', 'content-type': 'application/json' };
  const refusal = (path: string, key: string) =>
    send(`${api.url}/v1/tenants${path}`, { method: 'POST', headers, body: JSON.stringify({ key }) });
  const answers = await Promise.all([
    refusal('/unknown-team/downloads', 'shared/x'),
    refusal('/team-b/downloads', 'shared/x'),
    refusal('/team-a/deletions', 'shared/x'),
    refusal('/team-a/uploads', 'shared/x'),
    refusal('/team-a/downloads', 'users/bob/x'),
  ]);
  expect(answers.map((answer) => answer.status)).toEqual(answers.map(() => 403));
  const [first, second, ...others] = answers.map(({ text, headers: { date, ...fields } }) => ({
    text,
    fields,
    date: !!date,
  }));
  expect(second).toEqual(first);
  for (const { text, fields } of others) {
    expect(text.replace(/,"requires":\{.*?\}/, '')).toBe(first!.text);
    expect({ ...fields, 'content-length': '' }).toEqual({ ...first!.fields, 'content-length': '' });
  }
});

describe('a token is refused', () => {
  it('in the query, in a form and in a cookie', async () => {
    const token = await ofTeamA();
    const url = `${api.url}/v1/tenants/team-a/signed-url-get?key=shared/x&access_token=${token}`;
    expect((await send(url)).status).toBe(401);
    expect((await download('team-a', { cookie: `access_token=${token}` })).status).toBe(401);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = { method: 'POST', headers: form, body: `access_token=${token}` };
    expect((await send(`${api.url}/v1/tenants/team-a/downloads`, posted)).status).toBe(401);
  });

  it('in two Authorization fields, while its scheme is accepted in any case', async () => {
    const token = await ofTeamA();
    expect(await statusWith(`bearer ${token}`)).toBe(200);
    expect(await statusWith(`Bearer ${token}`, 'Basic YWJj')).toBe(401);
    expect(await statusWith(`Bearer ${token}`, `Bearer ${token}`)).toBe(401);
    expect(await statusWith(`Bearer ${token}, Basic YWJj`)).toBe(401);
    expect(await statusWith(`Basic ${token}`)).toBe(401);
  });

  it('before the body is read', async () => {
    const body = 'x'.repeat(100_000);
    const headers = { 'content-type': 'application/json' };
    const url = `${api.url}/v1/tenants/team-a/downloads`;
    expect((await send(url, { method: 'POST', headers, body })).status).toBe(401);
    const known = { ...headers, ...authorization(await ofTeamA()) };
    expect((await send(url, { method: 'POST', headers: known, body })).status).toBe(413);
  });
});

it('a token whose issuer’s keys can’t be fetched is answered with 503 and Retry-After', async () => {
  const token = await down.token({ tenants: ['team-a'] });
  for (const tenant of ['team-a', 'team-b', 'unknown-team']) {
    const answer = await download(tenant, authorization(token));
    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(JSON.parse(answer.text)).toMatchObject({ code: 'issuer_unavailable' });
  }
  expect(await status('team-a', await platform.token({ tenants: ['team-a'] }))).toBe(200);
});

it('no part of a token is logged', async () => {
  const tokens = [await platform.token({ tenants: ['team-a'] }), await foreign.token(), await down.token()];
  for (const token of tokens) await download('team-a', authorization(token));
  await expect.poll(() => api.log()).toContain('"code":"issuer_unavailable"');
  const log = await api.log();
  for (const part of tokens.flatMap((token) => token.split('.').slice(1))) expect(log).not.toContain(part);
});
