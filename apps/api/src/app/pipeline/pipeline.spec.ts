import { afterAll, beforeAll, expect, it } from 'vitest';
import { eventually } from '../../../../../test/support/checks/eventually.js';
import { send } from '../../../../../test/support/clients/http.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import { apiPreview } from '../openapi/document.js';
import { stagesOf } from './pipeline.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/test';
const ORIGIN = 'https://a.example';

let server: JwksServer, api: InProcessApi, full: InProcessApi, spent: string, fresh: string;

beforeAll(async () => {
  server = await JwksServer.start();
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  const limits = { requestsPerSecond: 1, burst: 5 };
  const file = {
    issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
    tenants: [tenantEntry('team-a', { limits, cors: { origins: [ORIGIN] } })],
  };
  api = await InProcessApi.start(file, () => NOW);
  full = await InProcessApi.start(file, () => NOW, { maxRequestsInFlight: 0 });
  const tokenOf = async (sub: string) => `Bearer ${await issuer.token({ sub, tenants: ['team-a'] })}`;
  [spent, fresh] = [await tokenOf('spent'), await tokenOf('fresh')];
  const headers = { authorization: spent };
  for (let i = 0; i < limits.burst; i++) await send(`${api.url}/v1/tenants/team-a/objects?x`, { headers });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await full[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const HEADERS = { origin: ORIGIN, accept: 'image/png', 'content-type': 'text/plain', authorization: '' };

/** Returns requests that the named stage refuses. Every later stage would refuse them too. */
const refusals = () =>
  [
    ['routing', 404, 'not_found', full, '/v1/nowhere', {}],
    ['routing', 406, 'not_acceptable', full, '', {}],
    ['authentication', 401, 'invalid_token', full, '', { accept: '*/*' }],
    ['admission', 503, 'service_unavailable', full, '', { accept: '*/*', authorization: spent }],
    ['limits', 429, 'rate_limited', api, '', { accept: '*/*', authorization: spent }],
    ['body', 415, 'unsupported_media_type', api, '', { accept: '*/*', authorization: fresh }],
    [
      'handler',
      400,
      'invalid_request',
      api,
      '',
      { accept: '*/*', authorization: fresh, 'content-type': 'application/json' },
    ],
  ] as const;

it('runs the stages in the order in which the file has them', async () => {
  const nest = await apiPreview();
  const names = Object.keys(stagesOf(nest, nest.getHttpAdapter().getInstance(), undefined as never));
  const stages = [...new Set(refusals().map(([stage]) => stage))];
  expect(names.filter((name) => stages.includes(name as never))).toEqual(stages);
  for (const [stage, status, code, asked, path, headers] of refusals()) {
    const target = `${asked.url}${path || '/v1/tenants/team-a/downloads'}`;
    const answer = await send(target, { method: 'POST', headers: { ...HEADERS, ...headers }, body: '{}' });
    expect([answer.status, JSON.parse(answer.text)]).toEqual([status, expect.objectContaining({ code })]);
    const { 'x-request-id': id, ...others } = answer.headers;
    expect(others).toMatchObject({ 'access-control-allow-origin': ORIGIN, 'cache-control': 'no-store' });
    expect('ratelimit' in others).toBe(names.indexOf(stage) >= names.indexOf('limits'));
    const line = new RegExp(`"requestId":"${String(id)}".*"status":${status},.*"code":"${code}"`);
    await eventually('written', async () => line.test(await asked.log()), { every: 5 });
  }
});
