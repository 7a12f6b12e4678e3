import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyPostPolicy } from '#s3-presign';
import { ApiClient } from '../../../../../test/support/clients/api-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { InProcessApi, tenantEntry } from '../../../../../test/support/processes/in-process-api.js';
import type { Problem } from '../../platform/problems/problem.js';
import type { FormAnswer } from '../../signing/form.response.js';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const AUDIENCE = 'tenant-presign/test';
const KEY_ARN = 'arn:aws:kms:eu-west-1:111111111111:key/1';
const session = {
  type: 'static',
  accessKeyId: 'ASIAEXAMPLE',
  secretAccessKey: 'secret',
  sessionToken: 't'.repeat(1200),
  expiration: '2026-11-24T12:05:00Z',
};
const grant = (more: object) => ({ actions: ['upload'], prefixes: ['in/'], ...more });

let server: JwksServer, api: InProcessApi;
const clients: Record<string, ApiClient> = {};

beforeAll(async () => {
  server = await JwksServer.start();
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE, clock: () => NOW });
  server.publishProvider(issuer.jwks);
  const tenants = [
    tenantEntry('open', { grants: [grant({ allowKeyPrefixForms: true })], keyPrefix: 'team/' }),
    tenantEntry('closed', { grants: [grant({})] }),
    tenantEntry('limited', {
      grants: [grant({})],
      limits: { maxUploadBytes: 1000, contentTypes: ['image/png'] },
      encryption: { type: 'sse-kms', keyArn: KEY_ARN },
      credentials: session,
    }),
    tenantEntry('dollars', { grants: [grant({})], keyPrefix: 'te$$am/' }),
    tenantEntry('point', {
      grants: [grant({})],
      bucket: 'arn:aws:s3:eu-west-1:111111111111:accesspoint/point',
      endpoint: undefined,
      forcePathStyle: undefined,
      account: '111111111111',
      credentials: { type: 'default' },
    }),
  ];
  api = await InProcessApi.start(
    {
      issuers: [{ name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' }],
      tenants,
    },
    () => NOW,
  );
  const names = ['open', 'closed', 'limited', 'dollars', 'point'];
  const token = await issuer.token({ tenants: names });
  for (const name of names) clients[name] = new ApiClient(api.url, name, token);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

const ask = (tenant: string, body: object) => clients[tenant]!.post('/upload-forms', body);
async function form(tenant: string, body: object): Promise<FormAnswer> {
  const { status, json, text } = await clients[tenant]!.post<FormAnswer>('/upload-forms', body);
  expect(status, text).toBe(200);
  return json;
}
const policyOf = ({ fields }: FormAnswer) =>
  JSON.parse(Buffer.from(fields['policy']!, 'base64').toString()) as {
    expiration: string;
    conditions: unknown[];
  };

describe('a form', () => {
  it('has key first, every field pinned, and every constraint with who holds the client to it', async () => {
    const answer = await form('open', {
      key: 'in/a.png',
      contentType: 'image/png',
      contentLengthRange: { min: 1, max: 10 },
      checksum: { algorithm: 'CRC32', value: 'AAAAAA==' },
      metadata: { origin: 'web' },
      tags: { class: 'report' },
      successStatus: 204,
      expiresIn: 600,
    });
    expect(answer).toMatchObject({
      url: 'http://127.0.0.1:9/open-files/',
      method: 'POST',
      key: 'in/a.png',
      expiresAt: '2026-11-24T12:10:00Z',
      expiresIn: 600,
      limitedBy: 'request',
    });
    const { conditions, expiration } = policyOf(answer);
    expect(expiration).toBe('2026-11-24T12:10:00.000Z');
    const names = Object.keys(answer.fields);
    expect(names[0]).toBe('key');
    expect(names.slice(-2)).toEqual(['policy', 'x-amz-signature']);
    for (const name of names.slice(0, -2)) {
      expect(conditions).toContainEqual({ [name]: answer.fields[name] });
    }
    expect(conditions).toContainEqual(['content-length-range', 1, 10]);
    expect(answer.fields['key']).toBe('team/in/a.png');
    expect(answer.constraints).toEqual(
      Object.entries({
        contentType: 'image/png',
        checksum: { algorithm: 'CRC32', value: 'AAAAAA==' },
        metadata: { origin: 'web' },
        tags: { class: 'report' },
        successStatus: 204,
        contentLengthRange: { min: 1, max: 10 },
        expiresAt: '2026-11-24T12:10:00Z',
      }).map(([name, value]) => ({ name, value, enforcedBy: 's3' })),
    );
  });

  it('asks by itself for a type and the status 201, and for no size', async () => {
    const answer = await form('open', { key: 'in/a' });
    expect(answer.fields).toMatchObject({
      'Content-Type': 'application/octet-stream',
      success_action_status: '201',
    });
    expect(answer.limitedBy).toBe('default');
    expect(JSON.stringify(policyOf(answer))).not.toContain('content-length-range');
  });

  it('is accepted by the verifier, with these fields and no other', async () => {
    const { fields } = await form('limited', { key: 'in/a', contentType: 'image/png' });
    const received = new Map(Object.entries(fields).map(([name, value]) => [name.toLowerCase(), value]));
    const verify = (fileSize: number, all = received) =>
      verifyPostPolicy(
        { bucket: 'limited-files', fields: all, fileSize },
        {
          now: NOW / 1000,
          region: 'eu-west-1',
          credentials: () => ({ ...session, expiration: undefined }),
        },
      );
    expect(verify(1000)).toMatchObject({ accessKeyId: 'ASIAEXAMPLE' });
    expect(() => verify(1001)).toThrow('exceeds the maximum');
    expect(() => verify(1, new Map(received).set('acl', 'public-read'))).toThrow('Extra input fields: acl');
  });

  it('ends with the credentials behind it', async () => {
    const answer = await form('limited', { key: 'in/a', contentType: 'image/png', expiresIn: 900 });
    expect(answer).toMatchObject({
      expiresIn: 300,
      limitedBy: 'credentials',
      expiresAt: '2026-11-24T12:05:00Z',
    });
    expect(policyOf(answer).expiration).toBe('2026-11-24T12:05:00.000Z');
    const tooLong = { key: 'in/a', contentType: 'image/png', minValidity: 301 };
    expect((await ask('limited', tooLong)).json.code).toBe('validity_too_short');
  });

  it('carries the tenant’s encryption', async () => {
    const { fields } = await form('limited', { key: 'in/a', contentType: 'image/png' });
    expect(fields).toMatchObject({
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': KEY_ARN,
      'x-amz-security-token': session.sessionToken,
    });
  });

  it('is audited, without its secrets', async () => {
    const { signingId, fields } = await form('open', { keyPrefix: 'in/' });
    const log = await api.log();
    const line = log.split('\n').find((each) => each.includes(signingId))!;
    expect(JSON.parse(line)).toMatchObject({
      msg: 'signing',
      action: 'upload',
      method: 'POST',
      key: 'team/in/${filename}',
      bucket: 'open-files',
    });
    expect(log).not.toContain(fields['x-amz-signature']);
    expect(log).not.toContain(fields['policy']);
  });
});

describe('a range of sizes', () => {
  it.each([
    ['no range', undefined, { min: 0, max: 1000 }],
    ['a smaller one', { min: 5, max: 10 }, { min: 5, max: 10 }],
    ['a larger one', { max: 5000 }, { min: 0, max: 1000 }],
  ])('is pinned where the tenant limits uploads: %s', async (_, contentLengthRange, pinned) => {
    const answer = await form('limited', { key: 'in/a', contentType: 'image/png', contentLengthRange });
    expect(policyOf(answer).conditions).toContainEqual(['content-length-range', pinned.min, pinned.max]);
    expect(answer.constraints).toContainEqual({
      name: 'contentLengthRange',
      value: pinned,
      enforcedBy: 's3',
    });
  });

  it.each([
    { min: 11, max: 10 },
    { min: 1001, max: 2000 },
  ])('that can hold no file is refused: %j', async (range) => {
    const { status, json } = await ask('limited', {
      key: 'in/a',
      contentType: 'image/png',
      contentLengthRange: range,
    });
    expect(status).toBe(400);
    expect(json.errors?.[0]?.pointer).toBe('#/contentLengthRange/min');
  });
});

describe('a form for a prefix', () => {
  it('leaves the rest of the key to the client that posts it, and says so', async () => {
    const answer = await form('open', { keyPrefix: 'in/img-' });
    expect(answer.key).toBe('in/img-${filename}');
    expect(answer.fields['key']).toBe('team/in/img-${filename}');
    expect(policyOf(answer).conditions).toContainEqual(['starts-with', '$key', 'team/in/img-']);
    expect(answer.constraints).toContainEqual({ name: 'keyPrefix', value: 'in/img-', enforcedBy: 's3' });
    expect(answer.constraints).toContainEqual({
      name: 'key',
      value: 'in/img-${filename}',
      enforcedBy: 'advisory',
    });
  });

  it.each([
    ['without the grant', 'closed', 'in/'],
    ['outside the grant', 'open', 'out/'],
    ['above the grant', 'open', ''],
    ['beside the grant', 'open', 'in'],
  ])('is refused %s', async (_, tenant, keyPrefix) => {
    expect((await ask(tenant, { keyPrefix })).json).toMatchObject({ status: 403, code: 'access_denied' });
  });

  it('obeys the rules of keys', async () => {
    expect((await ask('open', { keyPrefix: 'in/../' })).json.code).toBe('invalid_key');
  });
});

describe('refused', () => {
  it.each<[string, string, object, string]>([
    ['no key', 'open', {}, '#/key'],
    ['key and keyPrefix', 'open', { key: 'in/a', keyPrefix: 'in/' }, '#/keyPrefix'],
    ['a key with ${filename}', 'open', { key: 'in/${filename}' }, '#/key'],
    ['a key with $$', 'open', { key: 'in/a$$b' }, '#/key'],
    ['a prefix with ${filename}', 'open', { keyPrefix: 'in/${filename}' }, '#/keyPrefix'],
    [
      'a prefix that ends in $, behind which ${filename} would stand',
      'open',
      { keyPrefix: 'in/a$' },
      '#/keyPrefix',
    ],
    ['a key behind a prefix of the tenant with $$', 'dollars', { key: 'in/a' }, '#/key'],
    [
      'a type with ${filename}',
      'open',
      { key: 'in/a', contentType: 'text/plain; a="${filename}"' },
      '#/contentType',
    ],
    ['a type with ${', 'open', { key: 'in/a', contentType: 'text/plain; a="${"' }, '#/contentType'],
    ['a type with $$', 'open', { key: 'in/a', contentType: 'text/a$$b' }, '#/contentType'],
    ['metadata with $$', 'open', { key: 'in/a', metadata: { b: 'c', a: '$$' } }, '#/metadata'],
    ['metadata with ${filename}', 'open', { key: 'in/a', metadata: { a: '${filename}' } }, '#/metadata'],
    ['a type that is not allowed', 'limited', { key: 'in/a', contentType: 'text/html' }, '#/contentType'],
    ['the default type where it is not allowed', 'limited', { key: 'in/a' }, '#/contentType'],
    ['another status', 'open', { key: 'in/a', successStatus: 303 }, '#/successStatus'],
    [
      'a checksum that forms lack',
      'open',
      { key: 'in/a', checksum: { algorithm: 'CRC64NVME', value: 'AAAAAAAAAAA=' } },
      '#/checksum/algorithm',
    ],
    [
      'a checksum of the wrong length',
      'open',
      { key: 'in/a', checksum: { algorithm: 'SHA256', value: 'AAAAAA==' } },
      '#/checksum/value',
    ],
    ['too much metadata', 'open', { key: 'in/a', metadata: { a: 'x'.repeat(2048) } }, '#/metadata'],
    ['a field of PUT', 'open', { key: 'in/a', contentLength: 1 }, '#/contentLength'],
  ])('%s', async (_, tenant, body, pointer) => {
    const { status, json } = await ask(tenant, body);
    expect(status).toBe(400);
    expect(json).toMatchObject({ code: 'invalid_request', errors: [{ pointer }] });
  });

  it('in a batch likewise, and a single $ is none of it', async () => {
    const operations = ['text/$plain', 'text/$$plain', 'text/plain; a="${b}"'].map((contentType) => ({
      operation: 'upload-form',
      key: 'in/$a$/{b}$',
      contentType,
      metadata: { a: '$b {c} $' },
    }));
    const { json } = await clients['open']!.post<{ results: { status: number; problem?: Problem }[] }>(
      '/batches',
      { operations },
    );
    expect(json.results.map(({ status }) => status)).toEqual([200, 400, 400]);
    expect(json.results[2]!.problem!.errors).toMatchObject([{ pointer: '#/operations/2/contentType' }]);
  });

  it('no upload by PUT with the same', async () => {
    const same = {
      key: 'in/${filename}$$',
      contentType: 'text/plain; a="${filename}"',
      metadata: { a: '$$' },
    };
    expect((await clients['open']!.post('/uploads', same)).status).toBe(200);
  });

  it('ifNoneMatch, with the reason', async () => {
    const { json } = await ask('open', { key: 'in/a', ifNoneMatch: '*' });
    expect(json).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '#/ifNoneMatch' }] });
    expect(json.errors![0]!.detail).toContain('S3 has no conditional writes for forms');
  });

  it('what would not fit into the 20 KB that S3 takes beside a file', async () => {
    const tags = Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`tag${i}`, '漢'.repeat(256)]));
    const { json } = await ask('open', { key: 'in/a', tags });
    expect(json).toMatchObject({ code: 'invalid_request', errors: [{ pointer: '#/tags' }] });
    expect(json.detail).toContain('20480');
    await form('open', { key: 'in/a', tags: { tag: '漢'.repeat(256) } });
  });

  it('a key that no grant covers, a key that is none', async () => {
    expect((await ask('open', { key: 'out/a' })).json.code).toBe('access_denied');
    expect((await ask('open', { key: 'in//a' })).json.code).toBe('invalid_key');
  });

  it('a bucket that is an access point', async () => {
    const { json } = await ask('point', { key: 'in/a' });
    expect(json).toMatchObject({ status: 400, code: 'invalid_request' });
    expect(json.detail).toContain('access point');
  });
});
