import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import type { ExplanationAnswer } from './explanation.response.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/test';
const session = {
  type: 'static',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 'a-session-token',
  expiration: '2026-11-24T13:00:00Z',
};

let server: JwksServer, api: InProcessApi, client: ApiClient;

beforeAll(async () => {
  server = await JwksServer.start();
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  const grants = [
    { actions: ['download', 'upload'], prefixes: ['${sub}/'] },
    { actions: ['list'], prefixes: ['listed/'] },
  ];
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [tenantEntry('team-a', { grants, keyPrefix: 'team/', credentials: session })],
    },
    () => NOW,
  );
  client = new ApiClient(api.url, 'team-a', await issuer.token({ tenants: ['team-a'] }));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const ask = (body: object) => client.post<ExplanationAnswer & { code?: string }>('/explanations', body);
async function verdictOf(body: object): Promise<ExplanationAnswer> {
  const { status, json, text } = await ask(body);
  expect(status, text).toBe(200);
  return json;
}
const download = async (): Promise<string> => (await client.sign('downloads', { key: 'alice/a.txt' })).url;

describe('a URL of ours', () => {
  it('is told from one that was altered, as long as the session is held', async () => {
    const url = await download();
    expect(await verdictOf({ url })).toMatchObject({ verdict: 'unaltered', method: 'GET' });
    expect(await verdictOf({ url, method: 'PUT' })).toMatchObject({ verdict: 'wrong_method', method: 'GET' });
    expect(await verdictOf({ url: url.replace('a.txt', 'b.txt') })).toMatchObject({ verdict: 'altered' });
    expect(await verdictOf({ url: url.replace('ASIAEXAMPLE', 'ASIAOTHER') })).toMatchObject({
      verdict: 'unknown',
    });
  });

  it('is checked at the time that is given', async () => {
    const url = await download();
    for (const [at, verdict] of [
      ['2026-11-24T12:14:59Z', 'unaltered'],
      ['2026-11-24T12:15:00Z', 'expired'],
      ['2026-11-24T11:00:00Z', 'not_yet_valid'],
    ]) {
      expect(await verdictOf({ url, at })).toMatchObject({ verdict });
    }
  });

  it('in another bucket, at another host or of another region is called so', async () => {
    const url = await download();
    expect((await verdictOf({ url: url.replace('team-a-files', 'team-b-files') })).verdict).toBe(
      'wrong_bucket',
    );
    expect((await verdictOf({ url: url.replace('127.0.0.1:9', 's3.example') })).verdict).toBe('wrong_host');
    expect((await verdictOf({ url: url.replace('eu-west-1', 'us-east-1') })).verdict).toBe('wrong_region');
  });

  it('is explained by S3’s answer', async () => {
    const url = await download();
    const response = '<Error><Code>InvalidAccessKeyId</Code></Error>';
    expect(await verdictOf({ url, response })).toMatchObject({ verdict: 'unknown_access_key' });
    const { status, json } = await client.post('/explanations', { url, response: 'Forbidden' });
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ pointer: '#/response' }]);
  });
});

describe('no one learns anything', () => {
  it.each([
    ['of another’s key', 'alice/a.txt', 'bob/a.txt'],
    ['of a key outside the tenant’s prefix', 'team/alice', 'alice'],
    ['of the bucket itself', /team\/alice\/a.txt/, ''],
  ])('%s: the same 403', async (_, from, to) => {
    const url = (await download()).replace(from, to);
    for (const altered of [url, url.replace('127.0.0.1:9', 's3.example'), url.split('?')[0]!]) {
      const { status, json } = await ask({ url: altered });
      expect(status).toBe(403);
      expect(json.code).toBe('access_denied');
    }
  });

  it('but of keys with any grant', async () => {
    const url = (await download()).replace('alice/a.txt', 'listed/a.txt');
    expect((await verdictOf({ url })).verdict).toBe('altered');
  });

  it('from the answer or the log: neither has anything of the URL', async () => {
    const url = await download();
    const response = `<Error><Code>SignatureDoesNotMatch</Code><SignatureProvided>${'0'.repeat(64)}</SignatureProvided></Error>`;
    const { text } = await ask({ url, response });
    const signature = /X-Amz-Signature=(\w+)/.exec(url)![1]!;
    const said = text + (await api.log());
    for (const secret of [signature, session.sessionToken, '0'.repeat(64), 'X-Amz-Credential=']) {
      expect(said).not.toContain(secret);
    }
  });
});

const saying = (bytes: number) =>
  `<Error><Code>AccessDenied</Code><Message>${'x'.repeat(bytes)}</Message></Error>`;

describe('requests', () => {
  it.each([
    ['no URL', {}, '#/url'],
    ['no method', { url: 'x', method: 'get' }, '#/method'],
    ['no time', { url: 'x', at: 'now' }, '#/at'],
    ['no time that there is', { url: 'x', at: '2026-13-24T12:00:00Z' }, '#/at'],
  ])('with %s are refused', async (_, body, pointer) => {
    const { status, json } = await client.post('/explanations', body);
    expect(status).toBe(400);
    expect(json.errors).toMatchObject([{ pointer }]);
  });

  it('have room for an answer with a long session token', async () => {
    const url = await download();
    expect((await ask({ url, response: saying(60_000) })).status).toBe(200);
    expect((await client.post('/explanations', { url, response: saying(66_000) })).json.code).toBe(
      'body_too_large',
    );
  });

  it('with nonsense for a URL get an answer that says so', async () => {
    expect((await verdictOf({ url: 'nonsense' })).verdict).toBe('malformed_url');
  });
});
