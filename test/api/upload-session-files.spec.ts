import { randomBytes } from 'node:crypto';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { post, put } from '../support/clients/companion-client.js';
import { send } from '../support/clients/http.js';
import { MultipartClient } from '../support/clients/multipart-client.js';
import { leftovers } from './support/leftovers.js';
import { firstOwner, sdk, target } from './support/tenants.js';
import { LIMIT, PART, TEXT, USES, UploadSessions, s3Key } from './support/upload-sessions.js';

const [FIRST, SECOND] = [randomBytes(PART), randomBytes(PART)];

let sessions: UploadSessions;
beforeAll(async () => void (sessions = await UploadSessions.start()));
afterAll(() => sessions[Symbol.asyncDispose]());

async function textOf(key: string): Promise<string> {
  const { Body } = await sdk.send(new GetObjectCommand({ Bucket: firstOwner.bucket, Key: key }));
  return Body!.transformToString();
}

describe('a small file', () => {
  it('is held by S3 to its size, type and key', async () => {
    const keyPrefix = sessions.newFolder();
    const uppy = await sessions.uppy({ keyPrefix, naming: 'filename', maxFileSize: 10 });
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
      const keyPrefix = sessions.newFolder();
      const uppy = await sessions.uppy({ keyPrefix });
      for (const refused of [await uppy.params({ filename }), await uppy.create({ filename })]) {
        expect(refused.status).toBe(400);
        expect(refused.json).toMatchObject({ message: refused.json.detail, error: refused.json.title });
      }
      expect(await leftovers('team-a', keyPrefix)).toEqual([]);
    },
  );

  it('of a type that the session does not allow is refused', async () => {
    const uppy = await sessions.uppy({ keyPrefix: sessions.newFolder(), contentTypes: ['text/plain'] });
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
    const uppy = await sessions.uppy({ keyPrefix: sessions.newFolder() });
    const [one, other] = [(await uppy.params(TEXT)).json, (await uppy.params(TEXT)).json];
    expect(one.fields['key']).toMatch(/\/[0-9A-HJKMNP-TV-Z]{26}\/notes\.txt$/);
    await post(one, 'one');
    await post(other, 'other');
    expect(await textOf(one.fields['key']!)).toBe('one');
    expect(await textOf(other.fields['key']!)).toBe('other');
  });

  it('of one key: the second is refused, by form and in parts', async () => {
    const keyPrefix = sessions.newFolder();
    const uppy = await sessions.uppy({ key: `${keyPrefix}notes.txt` });
    const raced = await uppy.sent(TEXT, [Buffer.from('raced')]);
    const { json } = await uppy.params({ ...TEXT, filename: 'whatever it is called/' });
    expect((await post(json, 'first')).status).toBe(201);
    const taken = { status: 409, json: { code: 'upload_not_active' } };
    expect(await uppy.params(TEXT)).toMatchObject(taken);
    expect(await uppy.create(TEXT)).toMatchObject(taken);
    expect(await uppy.complete(raced, raced.parts)).toMatchObject(taken);
    expect(await textOf(s3Key(`${keyPrefix}notes.txt`))).toBe('first');
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(1);

    const overwriting = await sessions.uppy({ key: `${keyPrefix}notes.txt`, overwrite: true });
    await post((await overwriting.params(TEXT)).json, 'second');
    expect(await textOf(s3Key(`${keyPrefix}notes.txt`))).toBe('second');
    const third = await overwriting.sent(TEXT, [Buffer.from('third')]);
    expect((await overwriting.complete(third, third.parts)).status).toBe(200);
    expect(await textOf(s3Key(`${keyPrefix}notes.txt`))).toBe('third');
  });
});

describe('a file in parts', () => {
  it('may be as large as the session allows; a byte more is deleted', async () => {
    const keyPrefix = sessions.newFolder();
    const uppy = await sessions.uppy({ keyPrefix, maxFileSize: LIMIT - 1 });
    const larger = await uppy.sent(TEXT, [FIRST, SECOND]);
    const refused = await uppy.complete(larger, larger.parts);
    expect(refused).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    expect(refused.json.errors![0]!.detail).toContain(`${LIMIT - 1} are allowed`);
    expect(await leftovers('team-a', keyPrefix)).toEqual([]);

    const exact = await uppy.sent(TEXT, [FIRST, SECOND.subarray(1)]);
    const completed = await uppy.complete(exact, exact.parts);
    expect(completed.json).toMatchObject({ key: exact.key, bucket: firstOwner.bucket });
    expect((await uppy.complete(exact, exact.parts)).json).toEqual(completed.json);
    const unsigned = target.server === 'localstack' ? 200 : 403; // LocalStack accepts unsigned requests
    expect((await send(completed.json.location)).status).toBe(unsigned);
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(1);
  });

  it('has as many parts as its size may need, and no others', async () => {
    const uppy = await sessions.uppy({ keyPrefix: sessions.newFolder() });
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
    const uppy = await sessions.uppy({ keyPrefix: sessions.newFolder() });
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
    const keyPrefix = sessions.newFolder();
    const uppy = await sessions.uppy({ keyPrefix });
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

describe.each(USES)('to %s', (_, use) => {
  it('an uploadId of another session, of none, or with another key, is none', async () => {
    const keyPrefix = sessions.newFolder();
    const [uppy, other] = [await sessions.uppy({ keyPrefix }), await sessions.uppy({ keyPrefix })];
    const begun = await uppy.sent(TEXT, [Buffer.from('mine')]);
    const byToken = await MultipartClient.create(sessions.alice, {
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
      await byToken.by(sessions.alice, begun.uploadId).abort(),
    ];
    for (const { status, json } of answers) {
      expect([status, (json as { code: string }).code]).toEqual([409, 'upload_not_active']);
    }
    expect((await uppy.complete(begun, begun.parts)).status).toBe(200);
    await byToken.abort();
    expect(await leftovers('team-a', keyPrefix)).toHaveLength(1);
  });
});
