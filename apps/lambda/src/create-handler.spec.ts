import { closeSync, openSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { stringify } from 'yaml';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionUrlEvent, httpApiEvent } from '../../../test/lambda/support/events.js';
import { tenantEntry } from '../../../test/support/processes/in-process-api.js';
import { TestIssuer } from '../../../test/support/fakes/issuer.js';
import { createHandler, type Handler } from './create-handler.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const clock = () => NOW;

describe('the handler', () => {
  let folder: string;
  let logFd: number;
  let issuer: TestIssuer;
  let token: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lambda-'));
    logFd = openSync(join(folder, 'log'), 'w');
    issuer = await TestIssuer.create({
      issuer: 'https://idp.example',
      audience: 'tenant-presign/test',
      clock,
    });
    token = await issuer.token({ sub: 'u1', tenants: ['team-a'] });
  });
  afterEach(async () => {
    closeSync(logFd);
    await rm(folder, { recursive: true });
  });

  async function handlerOf(...tenants: readonly object[]): Promise<Handler> {
    const tenantsFile = join(folder, 'tenants.yaml');
    const jwksFile = join(folder, 'jwks.json');
    const { issuer: iss, audience } = issuer.options;
    const issuers = [{ name: 'platform', issuer: iss, audience, jwksFile, tenants: '/tenants' }];
    await writeFile(jwksFile, JSON.stringify(issuer.jwks));
    await writeFile(tenantsFile, stringify({ version: 1, issuers, tenants }));
    return createHandler({ tenantsFile, logFd }, clock);
  }

  const log = () => readFileSync(join(folder, 'log'), 'utf8');

  const asked = (body: object, headers = {}) => ({
    method: 'POST',
    target: '/v1/tenants/team-a/downloads',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

  it.each([
    ['a function URL', functionUrlEvent],
    ['an HTTP API', httpApiEvent],
  ])('signs for %s, after its lines are written', async (_, eventOf) => {
    const handler = await handlerOf(tenantEntry('team-a'));
    const { statusCode, headers, body } = await handler(eventOf(asked({ key: 'a/b.txt' })));
    const written = log();
    expect(statusCode).toBe(200);
    expect(headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
    });
    const answer = JSON.parse(body) as { url: string; signingId: string; expiresAt: string };
    expect(new URL(answer.url).pathname).toBe('/team-a-files/a/b.txt');
    expect(answer.expiresAt).toBe('2026-11-24T12:15:00Z');
    expect(written).toContain(`"signingId":"${answer.signingId}"`);
    expect(written).toContain('"route":"/v1/tenants/:tenant/downloads","status":200');
  });

  it('takes a body in Base64', async () => {
    const handler = await handlerOf(tenantEntry('team-a'));
    const { body, ...request } = asked({ key: 'a.txt' });
    expect(await handler(functionUrlEvent({ ...request, body: Buffer.from(body) }))).toMatchObject({
      statusCode: 200,
    });
  });

  it('refuses as the API over a port does', async () => {
    const handler = await handlerOf(tenantEntry('team-a'));
    const without = { ...asked({ key: 'a' }), headers: { 'content-type': 'application/json' } };
    const refused = await handler(functionUrlEvent(without));
    expect(refused).toMatchObject({
      statusCode: 401,
      headers: { 'content-type': expect.stringContaining('application/problem+json') as string },
    });
    expect(refused.headers['www-authenticate']).toContain('Bearer');
    expect(await handler(functionUrlEvent(asked({ key: '../a' })))).toMatchObject({ statusCode: 400 });
    const large = { ...asked({ key: 'a'.repeat(20_000) }) };
    expect(await handler(functionUrlEvent(large))).toMatchObject({ statusCode: 413 });
    expect(await handler(functionUrlEvent({ target: '/v1/none' }))).toMatchObject({ statusCode: 404 });
  });

  it('knows a key with commas, blanks and repeated parameters from the query as it came', async () => {
    const handler = await handlerOf(tenantEntry('team-a', { tutorialRoutes: true }));
    const headers = { authorization: `Bearer ${token}` };
    const get = (query: string) => handler(httpApiEvent({ target: `/signed-url-get?${query}`, headers }));
    const answer = await get('key=a%2Cb,c%20d.txt');
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toContain('/team-a-files/a%2Cb%2Cc%20d.txt?');
    expect(await get('key=a&key=b')).toMatchObject({ statusCode: 400 });
  });

  it('does not fold a path into another tenant’s', async () => {
    const handler = await handlerOf(tenantEntry('team-a'), tenantEntry('team-b'));
    const folded = { ...asked({ key: 'a' }), target: '/v1/tenants/team-b/../team-a/downloads' };
    expect(await handler(functionUrlEvent(folded))).toMatchObject({ statusCode: 404 });
  });

  it('answers binary in Base64', async () => {
    const handler = await handlerOf(tenantEntry('team-a'));
    const target = '/docs/swagger-ui.css';
    const answer = await handler(functionUrlEvent({ target, headers: { 'accept-encoding': 'gzip' } }));
    expect(answer).toMatchObject({
      statusCode: 200,
      isBase64Encoded: true,
      headers: { 'content-encoding': 'gzip' },
    });
    expect(gunzipSync(Buffer.from(answer.body, 'base64')).toString()).toContain('.swagger-ui');
  });

  it('has no page to try it', async () => {
    const handler = await handlerOf(tenantEntry('team-a'));
    expect(await handler(functionUrlEvent({ target: '/try' }))).toMatchObject({ statusCode: 404 });
  });

  it('answers HEAD and preflights', async () => {
    const handler = await handlerOf(tenantEntry('team-a', { cors: { origins: ['https://app.example'] } }));
    const head = await handler(functionUrlEvent({ method: 'HEAD', target: '/openapi.json' }));
    expect(head).toMatchObject({ statusCode: 200, body: '' });
    const preflight = await handler(
      functionUrlEvent({
        method: 'OPTIONS',
        target: '/v1/tenants/team-a/downloads',
        headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
      }),
    );
    expect(preflight).toMatchObject({
      statusCode: 204,
      headers: { 'access-control-allow-origin': 'https://app.example' },
    });
  });

  it.each([undefined, {}, { version: '1.0', httpMethod: 'GET', path: '/' }, { Records: [] }])(
    'throws for what is no HTTP event of format 2.0: %j',
    async (event) => {
      const handler = await handlerOf(tenantEntry('team-a'));
      await expect(handler(event)).rejects.toThrow(/payload format 2\.0/);
    },
  );

  it('is not made of a tenant file with errors', async () => {
    await expect(handlerOf(tenantEntry('Team A'))).rejects.toThrow(/tenants\[0\]\.id must be a DNS label/);
  });
});
