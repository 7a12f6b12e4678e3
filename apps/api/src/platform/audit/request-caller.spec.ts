import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { requestLineOf, type Line } from '../../../../../test/support/checks/request-line-of.js';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { CompanionClient } from '../../../../../test/support/clients/companion-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import {
  CREDENTIALS,
  InProcessApi,
  tenantEntry,
} from '../../../../../test/support/processes/in-process-api.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/test';
const SUBJECT = 'al"ice\n{"msg":"forged"}';
const FILE = { filename: 'a.txt', type: 'text/plain' };

let server: JwksServer, issuer: TestIssuer, s3: EmbeddedS3, api: InProcessApi, alice: ApiClient;

beforeAll(async () => {
  server = await JwksServer.start();
  issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
  });
  const grants = [{ actions: ['download', 'upload', 'delete', 'list'], prefixes: ['in/'] }];
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [tenantEntry('team-a', { endpoint: s3.endpoint, grants }), tenantEntry('team-b')],
    },
    () => NOW,
  );
  alice = new ApiClient(api.url, 'team-a', await issuer.token({ sub: SUBJECT, tenants: ['team-a'] }));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await s3.close();
  await server[Symbol.asyncDispose]();
});

const lineOf = (answer: { readonly headers: object }): Promise<Line> => requestLineOf(api, answer);

const SAID = { issuer: 'platform', subject: SUBJECT };
const saysNobody = (line: Line) => {
  for (const name of ['issuer', 'subject', 'session']) expect(line).not.toHaveProperty(name);
};

describe('the line of a request', () => {
  it('that was signed is as short as ever: its audit event says who', async () => {
    for (const answer of [
      await alice.post('/downloads', { key: 'in/a' }),
      await alice.post('/upload-forms', { key: 'in/a' }),
      await alice.post('/upload-sessions', { keyPrefix: 'in/' }),
      await alice.post('/multipart-uploads', { key: 'in/b' }),
    ]) {
      expect(answer.status).toBeLessThan(300);
      const names = [
        'level',
        'time',
        'requestId',
        'method',
        'route',
        'status',
        'durationMs',
        'tenant',
        'msg',
      ];
      expect(Object.keys(await lineOf(answer))).toEqual(names);
      const events = (await api.log()).split('\n').filter((text) => text.includes('"subject":"al'));
      expect(events.some((text) => text.includes(String(answer.headers['x-request-id'])))).toBe(true);
    }
  });

  it.each<[string, () => ReturnType<ApiClient['post']>, number]>([
    ['is no grant’s', () => alice.post('/downloads', { key: 'out/a' }), 403],
    ['is not valid', () => alice.post('/downloads', { key: 1 }), 400],
    ['is no JSON', () => alice.send('/v1/tenants/team-a/downloads', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }), 400], // prettier-ignore
    ['is too large', () => alice.post('/downloads', { key: 'x'.repeat(20_000) }), 413],
    ['is no key', () => alice.post('/uploads', { key: 'in/../a' }), 400],
    ['asks for what can’t be', () => alice.post('/downloads', { key: 'in/a', expiresIn: 1, minValidity: 9 }), 422], // prettier-ignore
    ['names no upload', () => alice.post('/multipart-uploads/x/complete', {}), 409],
  ])('that was refused, since it %s, says whose it was', async (_, ask, status) => {
    const answer = await ask();
    expect(answer.status, answer.text).toBe(status);
    expect(await lineOf(answer)).toMatchObject({ ...SAID, tenant: 'team-a', status });
  });

  it('that was refused to a token of another tenant says whose, and which tenant it asked for', async () => {
    for (const tenant of ['team-b', 'nowhere']) {
      const answer = await new ApiClient(api.url, tenant, alice.token).post('/downloads', { key: 'a' });
      expect(answer.status).toBe(403);
      expect(await lineOf(answer)).toMatchObject({ ...SAID, tenant, status: 403 });
    }
  });

  it('of a stranger says no one', async () => {
    const [head, , end] = alice.token.split('.') as [string, string, string];
    const forged = `${head}.${Buffer.from(JSON.stringify(issuer.claims({ sub: 'mallory' }))).toString('base64url')}.${end}`;
    for (const token of ['x.y.z', forged]) {
      const answer = await new ApiClient(api.url, 'team-a', token).post('/downloads', { key: 'in/a' });
      expect(answer.status).toBe(401);
      saysNobody(await lineOf(answer));
    }
    saysNobody(await lineOf(await alice.send('/v1/nowhere')));
    saysNobody(await lineOf(await alice.send('/openapi.json')));
  });

  it('that only reads says whose it was', async () => {
    const signed = await alice.post<{ receipt: string }>('/uploads', { key: 'in/never', receipt: true });
    for (const [answer, status] of [
      [await alice.send('/v1/tenants/team-a/objects'), 200],
      [await alice.post('/confirmations', { receipt: signed.json.receipt }), 409],
      [await alice.post('/explanations', { url: 'https://s3.example/?X-Amz-Algorithm=x' }), 200],
    ] as const) {
      expect(answer.status, answer.text).toBe(status);
      expect(await lineOf(answer)).toMatchObject({ ...SAID, tenant: 'team-a' });
    }
  });

  it('of a batch says whose it was where an operation was refused', async () => {
    const operations = [{ operation: 'download', key: 'out/a' }];
    const refused = await alice.post('/batches', { operations });
    expect(await lineOf(refused)).toMatchObject({ ...SAID, status: 200 });
    const some = await alice.post('/batches', {
      operations: [...operations, { operation: 'head', key: 'in/a' }],
    });
    expect(await lineOf(some)).toMatchObject({
      ...SAID,
      reason: 'no_grant',
      action: 'download',
      key: 'out/a',
    });
    const all = await alice.post('/batches', { operations: [{ operation: 'head', key: 'in/a' }] });
    saysNobody(await lineOf(all));
  });

  it('by a capability says whose session, and which', async () => {
    const { json } = await alice.post<{ companionEndpoint: string; sessionId: string }>('/upload-sessions', {
      keyPrefix: 'in/',
      contentTypes: ['text/plain'],
    });
    const uppy = new CompanionClient(json.companionEndpoint);
    const session = { ...SAID, tenant: 'team-a', session: json.sessionId };
    const refused = await uppy.params({ ...FILE, type: 'text/html' });
    expect(refused.status).toBe(400);
    expect(await lineOf(refused)).toMatchObject(session);
    expect(await lineOf(await uppy.send(''))).toMatchObject(session);
    const signed = await uppy.params(FILE);
    expect(signed.status).toBe(200);
    saysNobody(await lineOf(signed));
    const never = await new CompanionClient(`${json.companionEndpoint}x`).params(FILE);
    expect(never.status).toBe(403);
    saysNobody(await lineOf(never));
  });
});
