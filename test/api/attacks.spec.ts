import { HeadObjectCommand, PutObjectCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, type JsonResponse } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { MisbehavingProxy, type Behaviour } from '../support/fakes/misbehaving-proxy.js';
import { leftovers } from './support/leftovers.js';
import { MultipartClient, putPart, s3UploadId } from '../support/clients/multipart-client.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, target, tenantOf } from './support/tenants.js';

const PART = 5 * 1024 ** 2;
/**
 * The bytes of a small part. Most tests need one part. Tests that need two only plan the large one and never send it.
 */
const BODY = Buffer.from('end');
const ONE_PART = { contentLength: BODY.length };
const TWO_PARTS = { contentLength: PART + BODY.length, partSize: PART };
const LIMIT = 2 * PART;

let between: MisbehavingProxy, api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  between = await MisbehavingProxy.start(target.endpoint);
  api = await StartedApi.start([
    tenantOf(firstOwner, 'team-a', { endpoint: between.url, publicEndpoint: target.endpoint }),
    tenantOf(secondOwner, 'team-b'),
    tenantOf(firstOwner, 'team-l', { limits: { maxUploadBytes: LIMIT, contentTypes: ['text/plain'] } }),
  ]);
  alice = await api.as('alice', 'team-a', { groups: 'editors' });
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await between[Symbol.asyncDispose]();
});

let number = 0;
const newKey = () => `shared/${(number += 1)}/film.mp4`;
const begin = (key: string, change: object = {}) =>
  MultipartClient.create(alice, { key, ...ONE_PART, ...change });
const placeOf = (upload: MultipartClient, tenant = 'team-a') => ({
  Bucket: firstOwner.bucket,
  Key: keyPrefixOf(tenant) + upload.created.key,
  UploadId: s3UploadId(upload.created.parts[0]!),
});

/** Calls of all operations that take an uploadId, by name. */
const USES: [string, (upload: MultipartClient) => Promise<JsonResponse<{ code: string; detail: string }>>][] =
  [
    ['sign parts', (upload) => upload.sign([{ partNumber: 1 }])],
    ['list parts', (upload) => upload.list()],
    ['complete', (upload) => upload.complete()],
    ['abort', (upload) => upload.abort()],
  ];

describe.each(USES)('to %s', (_, use) => {
  it('another caller’s uploadId is refused even with a grant for the key, and stays valid for its owner', async () => {
    const key = newKey();
    const upload = await begin(key);
    await upload.put(BODY);
    const bob = await api.as('bob', 'team-a', { groups: 'editors' });
    const elsewhere = await api.as('alice', 'team-b', { groups: 'editors', tenants: ['team-a', 'team-b'] });
    const invalid = upload.by(alice, 'x'.repeat(500));
    const answers = [await use(upload.by(bob)), await use(upload.by(elsewhere)), await use(invalid)];
    for (const { status, json } of answers) {
      expect([status, json.code, json.detail]).toEqual([409, 'upload_not_active', answers[0]!.json.detail]);
    }
    expect((await upload.complete()).status).toBe(200);
  });

  it('a caller still needs a grant for the key', async () => {
    const upload = await begin(newKey());
    const noEditor = await api.as('alice', 'team-a');
    expect(await use(upload.by(noEditor))).toMatchObject({ status: 403, json: { code: 'access_denied' } });
    expect((await upload.abort()).status).toBe(204);
  });

  it('an altered uploadId is refused', async () => {
    const upload = await begin(newKey());
    const { uploadId } = upload.created;
    const middle = Math.floor(uploadId.length / 2);
    const altered =
      uploadId.slice(0, middle) + (uploadId[middle] === 'A' ? 'B' : 'A') + uploadId.slice(middle + 1);
    for (const forged of [
      altered,
      uploadId.slice(0, -2),
      `${uploadId}AA`,
      uploadId.replace(/^[^.]+/, 'e30'),
    ]) {
      expect((await use(upload.by(alice, forged))).status).toBe(409);
    }
    await upload.abort();
  });
});

const isCompletion = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path.includes('uploadId=');

/** Runs a step while a proxy changes the requests from the API to its storage. */
async function behaving<T>(behaviour: Behaviour, act: () => Promise<T>): Promise<T> {
  between.behave(behaviour);
  try {
    return await act();
  } finally {
    between.behave();
  }
}

describe('a part', () => {
  it.each([0, -1, 1.5, 10_001, '1'])('with the number %j is refused', async (partNumber) => {
    const upload = await begin(newKey());
    const refused = await upload.sign([{ partNumber }]);
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '#/parts/0/partNumber' }] } });
    await upload.abort();
  });

  it('beyond the plan is refused', async () => {
    const upload = await begin(newKey(), TWO_PARTS);
    expect(await upload.sign([{ partNumber: 2 }, { partNumber: 3 }])).toMatchObject({
      status: 400,
      json: {
        errors: [
          {
            pointer: '#/parts/1/partNumber',
            detail: 'Must be at most 2, the number of parts of this upload.',
          },
        ],
      },
    });
    await upload.abort();
  });

  it.each([-1, 1])('that is longer by %i is refused by the storage', async (more) => {
    const upload = await begin(newKey());
    const refused = await putPart(upload.created.parts[0]!, Buffer.alloc(3 + more));
    expect(refused.status).toBeOneOf([400, 403]);
    expect((await upload.list()).json.parts).toEqual([]);
    await upload.abort();
  });

  it('is accepted only for the key, part and upload that it was signed for', async () => {
    const [upload, other] = [await begin(newKey(), TWO_PARTS), await begin(newKey(), TWO_PARTS)];
    const last = upload.created.parts[1]!;
    const urls = [
      last.url.replace(/film\.mp4/, 'other.mp4'),
      last.url.replace('partNumber=2', 'partNumber=1'),
      last.url.replace(s3UploadId(last), s3UploadId(other.created.parts[1]!)),
    ];
    for (const url of urls) {
      expect(url).not.toBe(last.url);
      const { status } = await send(url, { method: 'PUT', headers: { 'content-length': '3' }, body: 'end' });
      expect(status).toBe(403);
    }
    await Promise.all([upload.abort(), other.abort()]);
  });
});

describe('a completion', () => {
  it('with 10,001 parts is refused before anything is done', async () => {
    const upload = await begin(newKey());
    const parts = Array.from({ length: 10_001 }, (_, index) => ({
      partNumber: (index % 10_000) + 1,
      etag: 'e',
    }));
    expect(await upload.complete({ parts })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/parts' }] },
    });
    await upload.abort();
  });

  it.each([0, 10_001])('with part %i is refused', async (partNumber) => {
    const upload = await begin(newKey());
    expect(await upload.complete({ parts: [{ partNumber, etag: 'e' }] })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/parts/0/partNumber' }] },
    });
    await upload.abort();
  });

  it('accepts 10,000 parts in 2 MiB, and refuses larger bodies, and bodies without a token', async () => {
    const upload = await begin(newKey());
    const checksum = Buffer.alloc(32).toString('base64');
    const parts = Array.from({ length: 10_000 }, (_, index) => ({
      partNumber: index + 1,
      etag: '"7ac66c0f148de9519b8bd264312c4d64"',
      checksum,
    }));
    expect(await upload.complete({ parts })).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    const padded = { parts: [], padding: 'x'.repeat(2 * 1024 ** 2) };
    expect(await upload.complete(padded)).toMatchObject({ status: 413, json: { code: 'body_too_large' } });
    const stranger = upload.by(new ApiClient(alice.url, alice.tenant, 'x'));
    expect((await stranger.complete(padded)).status).toBe(401);
    await upload.abort();
  });

  it('with a key is refused, because the uploadId contains it', async () => {
    const upload = await begin(newKey());
    expect(await upload.complete({ key: 'shared/other' })).toMatchObject({ status: 400 });
    await upload.abort();
  });

  it('with the ETags of other parts creates no object; with the right ones it does', async () => {
    const key = newKey();
    const upload = await begin(key);
    const parts = await upload.put(BODY);
    const foreign = parts.map((part) => ({ ...part, etag: '"7ac66c0f148de9519b8bd264312c4d64"' }));
    expect(await upload.complete({ parts: foreign })).toMatchObject({
      status: 409,
      json: { code: 'retry_upload', errors: [{ pointer: '#/parts/0/etag' }] },
    });
    expect(await leftovers('team-a', key)).toEqual([expect.stringContaining('upload')]);
    expect((await upload.complete({ parts })).status).toBe(200);
  });

  it('without all parts creates no object', async () => {
    const key = newKey();
    const upload = await begin(key, TWO_PARTS);
    expect(await upload.complete()).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    await putPart(upload.created.parts[1]!, BODY);
    expect(await upload.complete()).toMatchObject({
      status: 409,
      json: { errors: [{ pointer: '#/parts', detail: 'Part 1 was not uploaded. Send it.' }] },
    });
    await upload.abort();
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it.each([
    ['longer', 1],
    ['shorter', -1],
  ])('of a part that is %s than declared is refused, and the upload is removed', async (_, more) => {
    const key = newKey();
    const upload = await begin(key);
    await upload.put(BODY);
    const part = { ...placeOf(upload), PartNumber: 1, Body: Buffer.alloc(3 + more) };
    await sdk.send(new UploadPartCommand(part)); // no URL was signed for this request
    expect(await upload.complete()).toMatchObject({
      status: 409,
      json: { code: 'retry_upload', errors: [{ pointer: '#/uploadId' }] },
    });
    expect(await leftovers('team-a', key)).toEqual([]);
    expect(await upload.complete()).toMatchObject({ status: 409, json: { code: 'upload_not_active' } });
  });

  it('of more parts than planned is refused, and the upload is removed', async () => {
    const key = newKey();
    const upload = await begin(key);
    await upload.put(BODY);
    await sdk.send(new UploadPartCommand({ ...placeOf(upload), PartNumber: 2, Body: 'x' }));
    expect(await upload.complete()).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it('of a part that was sent again after the client listed it is refused', async () => {
    const key = newKey();
    const upload = await begin(key);
    const parts = await upload.put(BODY);
    await putPart(upload.created.parts[0]!, Buffer.from('xyz'));
    expect(await upload.complete({ parts })).toMatchObject({
      status: 409,
      json: { errors: [{ pointer: '#/parts/0/etag' }] },
    });
    await upload.abort();
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it('of a part that is replaced between listing and completion is refused by the storage', async () => {
    const key = newKey();
    const upload = await begin(key);
    const parts = await upload.put(BODY);
    let replaced = 0;
    const replace: Behaviour = (next) => async (request) => {
      if (isCompletion(request)) {
        await putPart(upload.created.parts[0]!, Buffer.from('xyz'));
        replaced += 1;
      }
      return next(request);
    };
    const refused = await behaving(replace, () => upload.complete({ parts }));
    expect(refused, refused.text).toMatchObject({ status: 409, json: { code: 'retry_upload' } });
    expect(replaced).toBe(1);
    expect(await leftovers('team-a', key)).toEqual([expect.stringContaining('upload')]);
    await upload.abort();
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it.each([{}, { ifNoneMatch: '*' }])(
    'that is repeated after its answer was lost returns the object: %j',
    async (change) => {
      const key = newKey();
      const upload = await begin(key, change);
      await upload.put(BODY);
      let lost = 0;
      const lose: Behaviour = (next) => async (request) => {
        const answer = await next(request);
        if (!isCompletion(request) || lost > 0) return answer;
        lost += 1;
        return 'cut';
      };
      const completed = await behaving(lose, () => upload.complete());
      expect(completed, completed.text).toMatchObject({ status: 200, json: { key, size: BODY.length } });
      expect(lost).toBe(1);
      expect((await upload.complete()).json).toEqual(completed.json);
    },
  );

  it('that is repeated after the object was overwritten does not return the other object', async () => {
    const key = newKey();
    const upload = await begin(key);
    await upload.put(BODY);
    await upload.complete();
    const { Bucket, Key } = placeOf(upload);
    await sdk.send(new PutObjectCommand({ Bucket, Key, Body: BODY }));
    expect(await upload.complete()).toMatchObject({ status: 409, json: { code: 'upload_not_active' } });
    expect((await sdk.send(new HeadObjectCommand({ Bucket, Key }))).ContentLength).toBe(BODY.length);
  });

  it.each([
    [
      'of a declared size',
      ONE_PART,
      { size: BODY.length },
      { status: 409, json: { code: 'upload_not_active' } },
    ],
    ['of unknown size', {}, {}, { status: 200, json: { key: expect.any(String) as string } }],
  ])(
    '%s tells a caller without a grant of download nothing about an object with the upload’s mark',
    async (_, change, promised, otherwise) => {
      const key = newKey();
      const dora = await api.as('dora', 'team-a', { groups: 'droppers' });
      const reader = await api.as('dora', 'team-a', { groups: ['droppers', 'editors'] });
      const upload = await MultipartClient.create(dora, { key, ...change });
      await putPart(upload.created.parts[0]!, BODY);
      expect((await upload.complete()).json).toMatchObject({ key, size: BODY.length });
      expect((await upload.complete()).json).toEqual({ key, ...promised });
      expect((await upload.by(reader).complete()).json).toMatchObject({ key, size: BODY.length });

      const { Bucket, Key } = placeOf(upload);
      const { Metadata } = await sdk.send(new HeadObjectCommand({ Bucket, Key }));
      await sdk.send(new PutObjectCommand({ Bucket, Key, Body: 'of another', Metadata }));
      const again = await upload.complete();
      expect(again).toMatchObject(otherwise);
      expect(again.json).not.toHaveProperty('size');
      expect(again.json).not.toHaveProperty('etag');
    },
  );
});

describe('a tenant’s limits', () => {
  it('apply to the whole upload', async () => {
    const limited = await api.as('alice', 'team-l');
    const ask = (change: object) =>
      limited.post('/multipart-uploads', { key: 'users/alice/a', contentType: 'text/plain', ...change });
    expect(await ask({})).toMatchObject({ status: 400, json: { code: 'content_length_required' } });
    expect(await ask({ contentLength: LIMIT + 1 })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/contentLength' }] },
    });
    expect(await ask({ contentLength: 1, contentType: 'text/html' })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/contentType' }] },
    });
    expect(await leftovers('team-l', '')).toEqual([]);
    const upload = await MultipartClient.create(limited, {
      key: 'users/alice/a',
      contentType: 'text/plain',
      contentLength: LIMIT,
      partSize: PART,
    });
    await upload.put(Buffer.alloc(LIMIT));
    expect((await upload.complete()).json).toMatchObject({ size: LIMIT });
  });
});

it('no line of the log contains an uploadId or a signature', () => {
  const output = api.process.output();
  expect(output).toContain('/v1/tenants/:tenant/multipart-uploads/:uploadId/complete');
  expect(output).not.toMatch(/eyJ[\w-]+\.\.|X-Amz-Signature|uploadId=/);
});
