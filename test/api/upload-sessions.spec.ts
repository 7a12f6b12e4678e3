import { randomBytes } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UploadSessionAnswer } from '../../apps/api/src/features/upload-sessions/upload-session.response.js';
import type { ApiClient } from '../support/clients/api-client.js';
import { CompanionClient, post, put, type Begun } from '../support/clients/companion-client.js';
import { send } from '../support/clients/http.js';
import { MultipartClient } from '../support/clients/multipart-client.js';
import { SealingKeysFile } from '../support/fakes/sealing-keys.js';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, target, tenantOf } from './support/tenants.js';

const PART = 5 * 1024 ** 2;
const LIMIT = 2 * PART;
/** Exactly what the tenant allows. */
const [FIRST, SECOND] = [randomBytes(PART), randomBytes(PART)];
const TEXT = { filename: 'notes.txt', type: 'text/plain' };
const GRANT = { actions: ['upload'], issuer: 'platform', prefixes: ['users/${sub}/'] };
const limits = { maxUploadBytes: LIMIT, contentTypes: ['text/plain', 'image/png'] };

let keys: SealingKeysFile, api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  keys = await SealingKeysFile.create();
  api = await start({ limits });
  alice = await api.as('alice', 'team-a');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await keys[Symbol.asyncDispose]();
});

/** A replica, with a tenant file of its own. */
const start = (change: object) =>
  StartedApi.start([tenantOf(firstOwner, 'team-a', change), tenantOf(secondOwner, 'team-b')], keys);

let number = 0;
const newFolder = () => `users/alice/sessions-${(number += 1)}/`;
const s3Key = (key: string) => keyPrefixOf('team-a') + key;

async function begin(request: object, by = alice): Promise<UploadSessionAnswer> {
  const { status, json, text } = await by.post<UploadSessionAnswer>('/upload-sessions', request);
  if (status !== 201) throw new Error(text);
  return json;
}
const uppyOf = async (request: object, by = alice) =>
  new CompanionClient((await begin(request, by)).companionEndpoint);
/** The same session at another replica. */
const at = ({ process }: StartedApi, { endpoint }: CompanionClient) =>
  new CompanionClient(process.url + new URL(endpoint).pathname);

async function textOf(key: string): Promise<string> {
  const { Body } = await sdk.send(new GetObjectCommand({ Bucket: firstOwner.bucket, Key: key }));
  return Body!.transformToString();
}

describe('an upload session', () => {
  it('says what it allows, in its answer and to its holder', async () => {
    const keyPrefix = newFolder();
    const { status, headers, json } = await alice.post<UploadSessionAnswer>('/upload-sessions', {
      keyPrefix,
      contentTypes: ['Text/Plain'],
      maxFileSize: LIMIT + 1,
      metadata: { origin: 'web' },
      expiresIn: 120,
    });
    expect(status).toBe(201);
    const { companionEndpoint, expiresIn, limitedBy, ...facts } = json;
    expect(companionEndpoint).toBe(api.process.url + String(headers.location));
    expect({ expiresIn, limitedBy }).toEqual({ expiresIn: 120, limitedBy: 'request' });
    expect(facts).toMatchObject({
      keyPrefix,
      naming: 'unique',
      contentTypes: ['text/plain'],
      maxFileSize: LIMIT, // the tenant's
    });
    expect(facts.constraints.map(({ name, enforcedBy }) => `${name}:${enforcedBy}`)).toEqual([
      'keyPrefix:service',
      'naming:service',
      'contentTypes:service',
      'maxFileSize:service',
      'metadata:service',
      'expiresAt:service',
    ]);
    const asked = await new CompanionClient(companionEndpoint).send('');
    expect(asked).toMatchObject({ status: 200, json: facts, headers: { 'cache-control': 'no-store' } });
  });

  it('lives an hour, unless the tenant allows less', async () => {
    const request = { key: 'users/alice/a.txt' };
    expect(await begin(request)).toMatchObject({ expiresIn: 3600, limitedBy: 'default' });
    await using strict = await start({ limits: { maxSessionExpiresIn: 300 } });
    const by = await strict.as('alice', 'team-a');
    expect(await begin(request, by)).toMatchObject({ expiresIn: 300, limitedBy: 'policy' });
    expect(await begin({ ...request, expiresIn: 300 }, by)).toMatchObject({ limitedBy: 'request' });
  });

  it.each<[string, object, number, string]>([
    ['a folder of others', { keyPrefix: 'users/bob/' }, 403, 'access_denied'],
    ['everything', { keyPrefix: '' }, 403, 'access_denied'],
    ['a key of others', { key: 'users/bob/a.txt' }, 403, 'access_denied'],
    ['half a folder', { keyPrefix: 'users/alice' }, 400, '#/keyPrefix'],
    ['a way out', { keyPrefix: 'users/alice/../bob/' }, 400, 'invalid_key'],
    ['neither', {}, 400, '#/keyPrefix'],
    ['both', { keyPrefix: 'users/alice/', key: 'users/alice/a' }, 400, '#/keyPrefix'],
    ['naming for one key', { key: 'users/alice/a', naming: 'unique' }, 400, '#/naming'],
    ['other types', { keyPrefix: 'users/alice/', contentTypes: ['text/html'] }, 400, '#/contentTypes/0'],
    ['no types', { keyPrefix: 'users/alice/', contentTypes: [] }, 400, '#/contentTypes'],
    ['nothing to send', { keyPrefix: 'users/alice/', maxFileSize: 0 }, 400, '#/maxFileSize'],
    ['13 hours', { keyPrefix: 'users/alice/', expiresIn: 46_800 }, 400, '#/expiresIn'],
    ['a number of files', { keyPrefix: 'users/alice/', maxFiles: 3 }, 400, '#/maxFiles'],
    [
      'too much to seal',
      { keyPrefix: 'users/alice/', metadata: { a: 'x'.repeat(1500) } },
      400,
      'invalid_request',
    ],
  ])('is not begun for %s', async (_, request, status, where) => {
    const refused = await alice.post('/upload-sessions', request);
    expect(refused.status, refused.text).toBe(status);
    expect([refused.json.code, ...(refused.json.errors ?? []).map(({ pointer }) => pointer)]).toContain(
      where,
    );
  });
});

describe('a small file', () => {
  it('is held by S3 to its size, type and key', async () => {
    const keyPrefix = newFolder();
    const uppy = await uppyOf({ keyPrefix, naming: 'filename', maxFileSize: 10 });
    const { status, json } = await uppy.params(TEXT);
    expect(status).toBe(200);
    expect(json).toMatchObject({ method: 'POST', fields: { key: s3Key(`${keyPrefix}notes.txt`) } });
    const refusals = [
      await post(json, '12345678901'),
      await post(json, '1', { 'Content-Type': 'text/html' }),
      await post(json, '1', { key: `${json.fields['key']}.exe` }),
    ];
    for (const refused of refusals) expect(refused.status, refused.text).toBeOneOf([400, 403]);
    expect(await leftovers('team-a', keyPrefix)).toEqual([]);
    const taken = await post(json, '1234567890');
    expect(taken.status, taken.text).toBe(201);
    expect(await textOf(json.fields['key']!)).toBe('1234567890');
  });

  it.each(['', 'a/b', '/a', '..', '.', 'a\u0000b', 'ä'.repeat(500), 'x'.repeat(1025)])(
    'named %j is refused, in parts too',
    async (filename) => {
      const keyPrefix = newFolder();
      const uppy = await uppyOf({ keyPrefix });
      for (const refused of [await uppy.params({ filename }), await uppy.create({ filename })]) {
        expect(refused.status).toBe(400);
        expect(refused.json).toMatchObject({ message: refused.json.detail, error: refused.json.title });
      }
      expect(await leftovers('team-a', keyPrefix)).toEqual([]);
    },
  );

  it('of a type that the session does not allow is refused', async () => {
    const uppy = await uppyOf({ keyPrefix: newFolder(), contentTypes: ['text/plain'] });
    for (const type of ['image/png', 'text/html', 'nonsense', 'application/octet-stream']) {
      const refused = await uppy.params({ filename: 'a', type });
      expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '#/type' }] } });
      expect((await uppy.create({ filename: 'a', type })).status).toBe(400);
    }
    expect((await uppy.params({ filename: 'a', type: 'Text/Plain;charset=utf-8' })).status).toBe(200);
  });
});

describe('two files of one name', () => {
  it('don’t meet, unless it is asked for', async () => {
    const uppy = await uppyOf({ keyPrefix: newFolder() });
    const [one, other] = [(await uppy.params(TEXT)).json, (await uppy.params(TEXT)).json];
    expect(one.fields['key']).toMatch(/\/[0-9A-HJKMNP-TV-Z]{26}\/notes\.txt$/);
    await post(one, 'one');
    await post(other, 'other');
    expect(await textOf(one.fields['key']!)).toBe('one');
    expect(await textOf(other.fields['key']!)).toBe('other');
  });

  it('of one key: the second is refused, by form and in parts', async () => {
    const keyPrefix = newFolder();
    const uppy = await uppyOf({ key: `${keyPrefix}notes.txt` });
    const raced = await uppy.sent(TEXT, [Buffer.from('raced')]);
    const { json } = await uppy.params({ ...TEXT, filename: 'whatever it is called/' });
    expect((await post(json, 'first')).status).toBe(201);
    const taken = { status: 409, json: { code: 'upload_not_active' } };
    expect(await uppy.params(TEXT)).toMatchObject(taken);
    expect(await uppy.create(TEXT)).toMatchObject(taken);
    expect(await uppy.complete(raced, raced.parts)).toMatchObject(taken);
    expect(await textOf(s3Key(`${keyPrefix}notes.txt`))).toBe('first');
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(1);

    const overwriting = await uppyOf({ key: `${keyPrefix}notes.txt`, overwrite: true });
    await post((await overwriting.params(TEXT)).json, 'second');
    expect(await textOf(s3Key(`${keyPrefix}notes.txt`))).toBe('second');
    const third = await overwriting.sent(TEXT, [Buffer.from('third')]);
    expect((await overwriting.complete(third, third.parts)).status).toBe(200);
    expect(await textOf(s3Key(`${keyPrefix}notes.txt`))).toBe('third');
  });
});

describe('a file in parts', () => {
  it('may be as large as the session allows; a byte more is deleted', async () => {
    const keyPrefix = newFolder();
    const uppy = await uppyOf({ keyPrefix, maxFileSize: LIMIT - 1 });
    const larger = await uppy.sent(TEXT, [FIRST, SECOND]);
    const refused = await uppy.complete(larger, larger.parts);
    expect(refused).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    expect(refused.json.errors![0]!.detail).toContain(`${LIMIT - 1} are allowed`);
    expect(await leftovers('team-a', keyPrefix)).toEqual([]);

    const exact = await uppy.sent(TEXT, [FIRST, SECOND.subarray(1)]);
    const completed = await uppy.complete(exact, exact.parts);
    expect(completed.json).toMatchObject({ key: exact.key, bucket: firstOwner.bucket });
    expect((await uppy.complete(exact, exact.parts)).json).toEqual(completed.json);
    const unsigned = target.server === 'localstack' ? 200 : 403; // which lets everybody in
    expect((await send(completed.json.location)).status).toBe(unsigned);
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(1);
  });

  it('has as many parts as its size may need, and no others', async () => {
    const uppy = await uppyOf({ keyPrefix: newFolder() });
    const { json: begun } = await uppy.create(TEXT);
    for (const partNumber of [0, -1, 4, 10_001, '1.5', '01', 'x']) {
      const refused = await uppy.part(begun, partNumber);
      expect(refused, refused.text).toMatchObject({
        status: 400,
        json: { errors: [{ pointer: '#/partNumber' }] },
      });
    }
    for (const wrong of ['', '0', '1,0', '1,4', '1,,2', 'x', '10001']) {
      expect((await uppy.batch(begun, wrong)).status, wrong).toBe(400);
    }
    for (const partNumber of [1, 2, 3]) expect((await uppy.part(begun, partNumber)).status).toBe(200);
    const { json } = await uppy.batch(begun, '3,1');
    expect(Object.keys(json.presignedUrls)).toEqual(['1', '3']);
    expect((await put({ url: json.presignedUrls['1']!, expires: 1 }, Buffer.from('x'))).status).toBe(200);
    await uppy.abort(begun);
  });

  it('is completed with its own ETags only', async () => {
    const uppy = await uppyOf({ keyPrefix: newFolder() });
    const [one, other] = [
      await uppy.sent(TEXT, [Buffer.from('one')]),
      await uppy.sent(TEXT, [Buffer.from('other')]),
    ];
    for (const parts of [other.parts, [...one.parts, { PartNumber: 2, ETag: '"0"' }]]) {
      const refused = await uppy.complete(one, parts);
      expect(refused).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    }
    for (const parts of [[], [{ PartNumber: 0, ETag: '"0"' }], [{ PartNumber: 1 }]]) {
      expect((await uppy.complete(one, parts)).status).toBe(400);
    }
    expect((await uppy.complete(one, one.parts)).status).toBe(200);
    await uppy.abort(other);
  });

  it('given up leaves nothing, and answers {} however often', async () => {
    const keyPrefix = newFolder();
    const uppy = await uppyOf({ keyPrefix });
    const begun = await uppy.sent(TEXT, [Buffer.from('x')]);
    expect((await uppy.list(begun)).json).toEqual([
      { PartNumber: 1, ETag: expect.stringMatching(/^".+"$/) as string, Size: 1 },
    ]);
    for (let times = 0; times < 2; times += 1) {
      expect(await uppy.abort(begun)).toMatchObject({ status: 200, json: {} });
    }
    expect(await leftovers('team-a', keyPrefix)).toEqual([]);
    expect(await uppy.list(begun)).toMatchObject({ status: 409 });
  });
});

/** Everything that an uploadId is good for. */
const USES: [string, (uppy: CompanionClient, begun: Begun) => ReturnType<CompanionClient['abort']>][] = [
  ['sign a part', (uppy, begun) => uppy.part(begun, 1)],
  ['sign parts', (uppy, begun) => uppy.batch(begun, '1')],
  ['list parts', (uppy, begun) => uppy.list(begun)],
  ['complete', (uppy, begun) => uppy.complete(begun, [{ PartNumber: 1, ETag: '"0"' }])],
  ['abort', (uppy, begun) => uppy.abort(begun)],
];

describe.each(USES)('to %s', (_, use) => {
  it('an uploadId of another session, of none, or with another key, is none', async () => {
    const keyPrefix = newFolder();
    const [uppy, other] = [await uppyOf({ keyPrefix }), await uppyOf({ keyPrefix })];
    const begun = await uppy.sent(TEXT, [Buffer.from('mine')]);
    const byToken = await MultipartClient.create(alice, {
      key: `${keyPrefix}a.txt`,
      contentLength: 4,
      contentType: 'text/plain',
    });
    const { uploadId } = byToken.created;
    const answers = [
      await use(other, begun),
      await use(uppy, { uploadId, key: s3Key(`${keyPrefix}a.txt`) }),
      await use(uppy, { ...begun, key: `${begun.key}x` }),
      await use(uppy, { ...begun, uploadId: 'x'.repeat(500) }),
      await byToken.by(alice, begun.uploadId).abort(),
    ];
    for (const { status, json } of answers) {
      expect([status, (json as { code: string }).code]).toEqual([409, 'upload_not_active']);
    }
    expect((await uppy.complete(begun, begun.parts)).status).toBe(200);
    await byToken.abort();
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(1);
  });
});

describe('a capability', () => {
  it('that was altered, cut, made for something else, or belongs to no tenant, is none: in the same words', async () => {
    const uppy = await uppyOf({ keyPrefix: newFolder() });
    const [before, capability] = uppy.endpoint.split(/(?<=\/uppy\/)/) as [string, string];
    const segments = capability.split('.');
    const altered = [0, 2, 3, 4].map((place) =>
      segments.map((segment, index) => (index === place ? flipped(segment) : segment)).join('.'),
    );
    const { uploadId } = (await uppy.create(TEXT)).json;
    await using elsewhere = await StartedApi.start([tenantOf(secondOwner, 'team-b')], keys);
    const others = [...altered, capability.slice(0, -1), `${capability}AAAA`, uploadId, 'x'];
    const refusals = [
      ...(await Promise.all(others.map((each) => new CompanionClient(before + each).params(TEXT)))),
      await at(elsewhere, uppy).params(TEXT),
    ];
    for (const { status, json, headers } of refusals) {
      const { requestId: _, ...words } = json;
      const { requestId: __, ...same } = refusals[0]!.json;
      expect(words).toEqual(same);
      expect({ status, code: json.code }).toEqual({ status: 403, code: 'session_not_active' });
      expect(headers['cache-control']).toBe('no-store');
    }
    expect((await uppy.params(TEXT)).status).toBe(200);
  });

  it('is no token, and a token no capability', async () => {
    const { endpoint } = await uppyOf({ keyPrefix: newFolder() });
    const [capability] = endpoint.split('/').slice(-1) as [string];
    const asToken = await send(`${api.process.url}/v1/tenants/team-a/uploads`, {
      method: 'POST',
      headers: { authorization: `Bearer ${capability}`, 'content-type': 'application/json' },
      body: '{"key":"users/alice/a.txt"}',
    });
    expect(asToken.status).toBe(401);
    const asCapability = new CompanionClient(endpoint.replace(capability, alice.token));
    expect((await asCapability.params(TEXT)).status).toBe(403);
  });

  it('works on every replica, by the tenant file as it is there', async () => {
    const uppy = await uppyOf({ keyPrefix: newFolder(), contentTypes: ['text/plain'] });
    const begun = await uppy.sent(TEXT, [FIRST, SECOND]);

    await using lower = await start({ limits: { maxUploadBytes: LIMIT - 1 } });
    expect((await at(lower, uppy).send<{ maxFileSize: number }>('')).json.maxFileSize).toBe(LIMIT - 1);
    await using fewer = await start({ limits: { contentTypes: ['image/png'] } });
    expect((await at(fewer, uppy).params(TEXT)).status).toBe(400);
    await using withdrawn = await start({ grants: [{ ...GRANT, prefixes: ['users/${sub}/other/'] }] });
    for (const [, use] of USES) {
      expect(await use(at(withdrawn, uppy), begun)).toMatchObject({
        status: 403,
        json: { code: 'access_denied' },
      });
    }
    expect((await at(withdrawn, uppy).params(TEXT)).status).toBe(403);
    expect((await at(withdrawn, uppy).create(TEXT)).status).toBe(403);
    await using same = await start({ grants: [GRANT] });
    expect((await at(same, uppy).complete(begun, begun.parts)).status).toBe(200);
  }, 60_000); // four processes begin
});

it('the log says who began the session and what was signed in it, and holds no capability', async () => {
  const keyPrefix = newFolder();
  const { companionEndpoint, sessionId } = await begin({ keyPrefix });
  const uppy = new CompanionClient(companionEndpoint);
  const { json: form } = await uppy.params(TEXT);
  const begun = await uppy.sent(TEXT, [Buffer.from('x')]);
  await uppy.complete(begun, begun.parts);
  await uppy.params({ filename: '' });
  await expect.poll(() => api.process.output()).toContain('"code":"invalid_request"');
  const lines = api.process.output();
  const events = lines
    .split('\n')
    .filter((line) => line.includes(sessionId))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(events.map(({ msg, operation, subject, issuer }) => [msg, operation, subject, issuer])).toEqual(
    [
      ['upload session', undefined],
      ['signing', undefined],
      ['storage', 'CreateMultipartUpload'],
      ['signing', undefined],
      ['storage', 'CompleteMultipartUpload'],
    ].map((event) => [...event, 'alice', 'platform']),
  );
  expect(events[0]).toMatchObject({ session: sessionId, keyPrefix: s3Key(keyPrefix), tenant: 'team-a' });
  expect(lines).toContain('"route":"/v1/uppy/:capability/s3/params"');
  const secrets = [
    ...companionEndpoint.split('/').at(-1)!.split('.'),
    ...begun.uploadId.split('.'),
    ...Object.values(form.fields),
  ].filter((text) => text.length >= 64 && !text.includes('/')); // signatures, policies, what is sealed
  expect(secrets.length).toBeGreaterThan(3);
  expect(secrets.filter((secret) => lines.includes(secret))).toEqual([]);
});
/** Another character in the middle: the last one of base64url may hold bits that don't count. */
function flipped(segment: string): string {
  const middle = Math.floor(segment.length / 2);
  return segment.slice(0, middle) + (segment[middle] === 'A' ? 'B' : 'A') + segment.slice(middle + 1);
}
