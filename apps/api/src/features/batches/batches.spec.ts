import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import { NOW } from '../../../testing/batches.js';
import type { Problem } from '../../platform/problems/problem.js';
import type { SigningAnswer } from '../../signing/signing.response.js';

const AUDIENCE = 'tenant-presign/test';
const session = { accessKeyId: 'ASIAEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };

type Result = Partial<SigningAnswer> & { readonly status: number; readonly problem?: Problem };
interface Answer {
  readonly results: Result[];
}

let server: JwksServer, api: InProcessApi, client: ApiClient;

beforeAll(async () => {
  server = await JwksServer.start();
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  const grants = [
    { actions: ['download', 'upload', 'delete'], prefixes: ['${sub}/'], allowKeyPrefixForms: true },
    { actions: ['download'], prefixes: ['shared/'] },
  ];
  const limits = { maxUploadBytes: 1000, contentTypes: ['text/plain'] };
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants: [
        tenantEntry('team-a', {
          grants,
          limits,
          credentials: { type: 'static', ...session, expiration: '2026-11-24T12:05:00Z' },
        }),
      ],
    },
    () => NOW,
  );
  client = new ApiClient(api.url, 'team-a', await issuer.token({ tenants: ['team-a'] }));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

async function resultsOf(operations: unknown[]): Promise<Result[]> {
  const { status, json, text, headers } = await client.post<Answer>('/batches', { operations });
  expect(status, text).toBe(200);
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
  return json.results;
}

/** The route of each operation, with requests that the route signs and requests that it refuses. */
const KINDS: Record<string, { path: string; good: object; bad: object[] }> = {
  download: {
    path: '/downloads',
    good: { key: 'shared/a.txt', filename: 'Grüße.txt', expiresIn: 60 },
    bad: [
      { key: 'bob/a.txt' },
      { key: 'shared/../a' },
      { key: 'shared/a', inline: true },
      {},
      { key: 'shared/a', versionId: '1' },
    ],
  },
  head: {
    path: '/heads',
    good: { key: 'alice/a.txt', checksumMode: 'ENABLED' },
    bad: [{ key: '' }, { key: 'alice/a', minValidity: 301 }, { key: 'alice/a', checksumMode: 'enabled' }],
  },
  upload: {
    path: '/uploads',
    good: {
      key: 'alice/a.txt',
      contentType: 'text/plain',
      contentLength: 5,
      metadata: { origin: 'web' },
      ifNoneMatch: '*',
    },
    bad: [
      { key: 'shared/a.txt', contentType: 'text/plain', contentLength: 5 },
      { key: 'alice/a.txt', contentType: 'text/plain' },
      { key: 'alice/a.txt', contentType: 'text/html', contentLength: 5 },
      { key: 'alice/a.txt', contentLength: 'x', colour: 'red' },
    ],
  },
  'upload-form': {
    path: '/upload-forms',
    good: { keyPrefix: 'alice/', contentType: 'text/plain' },
    bad: [
      { keyPrefix: 'shared/', contentType: 'text/plain' },
      { key: 'alice/a', contentType: 'text/plain', ifNoneMatch: '*' },
    ],
  },
  delete: {
    path: '/deletions',
    good: { key: 'alice/a.txt' },
    bad: [{ key: 'shared/a.txt' }, { key: 'alice/a', versionId: '1' }],
  },
};
const kinds = Object.entries(KINDS);

describe('each operation is what its own route makes of it', () => {
  it.each(kinds)('%s, signed', async (operation, { path, good }) => {
    const { json: alone } = await client.post<SigningAnswer>(path, good);
    const [result] = await resultsOf([{ operation, ...good }]);
    expect(result!.signingId).not.toBe(alone.signingId);
    const withSameId = JSON.stringify(result).replaceAll(result!.signingId!, alone.signingId);
    const { url, ...others } = JSON.parse(withSameId) as SigningAnswer;
    const { url: urlAlone, ...othersAlone } = alone;
    expect(others).toEqual({ status: 200, ...othersAlone });
    expect(withoutSignature(url)).toBe(withoutSignature(urlAlone));
  });

  it.each(
    kinds.flatMap(([operation, { path, bad }]) => bad.map((request) => [operation, request, path] as const)),
  )('%s %j, refused', async (operation, request, path) => {
    const alone = (await client.post(path, request)).json;
    const [first, result] = await resultsOf([
      { operation: 'download', key: 'shared/a' },
      { operation, ...request },
    ]);
    expect(first!.status).toBe(200);
    const { code, status, errors = [] } = result!.problem!;
    expect(result!.status).toBe(status);
    expect({ code, status }).toEqual({ code: alone.code, status: alone.status });
    expect(errors).toEqual(
      (alone.errors ?? []).map(({ pointer, detail }) => ({
        pointer: pointer.replace('#', '#/operations/1'),
        detail,
      })),
    );
  });
});

const withoutSignature = (url: string) => url.replace(/X-Amz-Signature=[0-9a-f]*/, '');

describe('a batch', () => {
  it('answers in order, and one that is wrong takes none with it', async () => {
    const results = await resultsOf([
      { operation: 'download', key: 'shared/1' },
      { operation: 'download', key: 'bob/2' },
      { operation: 'head', key: 'shared/3' },
      'download',
      null,
      { operation: 'constructor', key: 'shared/4' },
      { key: 'shared/5' },
      { operation: 'delete', key: 'alice/6' },
    ]);
    expect(
      results.map(
        ({ status, key, problem }) =>
          key ?? `${status} ${problem!.code} ${problem!.errors?.[0]?.pointer ?? ''}`,
      ),
    ).toEqual([
      'shared/1',
      '403 access_denied ',
      'shared/3',
      '400 invalid_request #/operations/3',
      '400 invalid_request #/operations/4',
      '400 invalid_request #/operations/5/operation',
      '400 invalid_request #/operations/6/operation',
      'alice/6',
    ]);
  });

  it('takes 1,000 operations, each with an id of its own and an event in the log', async () => {
    const results = await resultsOf(
      Array.from({ length: 1000 }, (_, i) => ({
        operation: 'download',
        key: i % 4 ? `alice/${i}` : `bob/${i}`,
      })),
    );
    const signed = results.filter(({ status }) => status === 200);
    expect(signed.map(({ key }) => key)).toEqual(
      Array.from({ length: 1000 }, (_, i) => `alice/${i}`).filter((_, i) => i % 4),
    );
    expect(new Set(signed.map(({ signingId }) => signingId)).size).toBe(750);
    const log = await api.log();
    const events = log
      .split('\n')
      .filter(
        (line) =>
          line.includes(`"requestId":"${results[0]!.problem!.requestId}"`) &&
          line.includes('"msg":"signing"'),
      );
    expect(events.map((line) => (JSON.parse(line) as { signingId: string }).signingId)).toEqual(
      signed.map(({ signingId }) => signingId),
    );
    expect(log).not.toContain('X-Amz-Signature');
  });

  it.each([
    [[]],
    ['download'],
    [{}],
    [Array.from({ length: 1001 }, () => ({ operation: 'head', key: 'shared/a' }))],
  ])('takes no other number of operations, and nothing else: %#', async (operations) => {
    const { status, json } = await client.post('/batches', { operations });
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '#/operations' }] });
  });

  describe('whose operations are not valid', () => {
    const good = { operation: 'download', key: 'shared/a' };
    const batchOf = (bad: unknown, count: number) => [
      good,
      ...Array.from({ length: count }, () => bad),
      good,
    ];

    it.each([
      ['empty', {}, 1],
      ['no object', 0, 1],
      ['of no kind', { operation: 'list', key: 'shared/a' }, 1],
      ['without a key', { operation: 'head' }, 1],
      ['full of errors', { operation: 'head', key: 1, expiresIn: 0, minValidity: 0, ...members(60) }, 63],
    ])('%s: fifty are refused alone, and list fifty errors together', async (_, bad, each) => {
      const results = await resultsOf(batchOf(bad, 50));
      expect(results.map(({ status }) => status)).toEqual([200, ...Array<number>(50).fill(400), 200]);
      const problems = results.flatMap(({ problem }) => problem ?? []);
      expect(problems.flatMap(({ errors = [] }) => errors)).toHaveLength(50);
      for (const { code, errors = [], omittedErrors = 0 } of problems) {
        expect(code).toBe('invalid_request');
        expect(errors.length + omittedErrors).toBe(each);
      }
    });

    it.each([
      ['51', 51],
      ['998', 998],
    ])('%s: the batch is refused, and nothing is signed', async (_, count) => {
      const before = await signedSoFar();
      const { status, json, text } = await client.post('/batches', { operations: batchOf({}, count) });
      expect(status).toBe(400);
      expect(json).toMatchObject({ code: 'invalid_request', omittedErrors: count - 50 });
      expect(json.detail).toContain(`${count} operations`);
      expect(json.errors).toHaveLength(50);
      expect(json.errors![0]!.pointer).toBe('#/operations/1/operation');
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(16 * 1024);
      expect(await signedSoFar()).toBe(before);
    });

    it('operations that are refused for anything else are counted alone', async () => {
      const refused = { operation: 'upload', key: 'alice/a', contentType: 'text/html', contentLength: 5 };
      const results = await resultsOf(batchOf(refused, 200));
      const problems = results.flatMap(({ problem }) => problem ?? []);
      expect(problems).toHaveLength(200);
      expect(problems.flatMap(({ errors = [] }) => errors)).toHaveLength(50);
      expect(problems.reduce((sum, { omittedErrors = 0 }) => sum + omittedErrors, 0)).toBe(150);
    });
  });

  it('may have 8 MiB, but no one may send them without a token', async () => {
    const operations = Array.from({ length: 1000 }, (_, i) => ({
      operation: 'download',
      key: `shared/${i}/${'ü'.repeat(200)}`,
      filename: 'x'.repeat(200),
    }));
    const padding = (bytes: number) => ' '.repeat(bytes - Buffer.byteLength(JSON.stringify({ operations })));
    const send = (bytes: number, token = client.token) =>
      new ApiClient(api.url, 'team-a', token).send('/v1/tenants/team-a/batches', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ operations }) + padding(bytes),
      });
    expect((await send(8 * 1024 ** 2)).status).toBe(200);
    expect((await send(8 * 1024 ** 2 + 1)).json.code).toBe('body_too_large');
    const aLittle = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"operations":[{}]}',
    };
    const stranger = new ApiClient(api.url, 'team-a', 'x');
    expect((await stranger.send('/v1/tenants/team-a/batches', aLittle)).json.code).toBe('invalid_token');
  });
});

const members = (count: number): object =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`x${index}`, 0]));

/** Returns the number of signing events in the log. */
const signedSoFar = async (): Promise<number> => (await api.log()).split('"msg":"signing"').length - 1;
