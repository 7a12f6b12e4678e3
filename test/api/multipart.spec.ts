import { createHash, randomBytes } from 'node:crypto';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartAnswer } from '../../apps/api/src/features/multipart-uploads/multipart.responses.js';
import type { ApiClient } from '../support/clients/api-client.js';
import { MultipartClient, putPart, sliceOf } from '../support/clients/multipart-client.js';
import { SealingKeysFile } from '../support/fakes/sealing-keys.js';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, target, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
/** Two whole parts of the smallest size, and three bytes. */
const BODY = randomBytes(2 * 5 * MIB + 3);
const PLAN = { contentLength: BODY.length, partSize: 5 * MIB };
const CHECKS_PARTS = target.server !== 'radosgw'; // radosgw ignores checksums

let keys: SealingKeysFile, api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  keys = await SealingKeysFile.create();
  api = await start();
  alice = await api.as('alice', 'team-a');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await keys[Symbol.asyncDispose]();
});

const start = () => StartedApi.start([tenantOf(firstOwner, 'team-a')], keys);

let number = 0;
const newKey = () => `users/alice/${(number += 1)}/film.mp4`;
const stored = (key: string) => ({ Bucket: firstOwner.bucket, Key: keyPrefixOf('team-a') + key });
const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('base64');

async function bytesOf(key: string): Promise<Uint8Array> {
  const { Body } = await sdk.send(new GetObjectCommand(stored(key)));
  return Body!.transformToByteArray();
}

describe('an upload in parts', () => {
  it('is planned, sent, listed and put together as it was', async () => {
    const key = newKey();
    const { status, headers, json } = await alice.post('/multipart-uploads', {
      key,
      ...PLAN,
      contentType: 'video/mp4',
      metadata: { origin: 'web' },
    });
    expect(status).toBe(201);
    const upload = new MultipartClient(alice, json as never);
    const { uploadId, parts, expiresAt, constraints, ...plan } = upload.created;
    expect(headers.location).toBe(`/v1/tenants/team-a/multipart-uploads/${uploadId}`);
    expect(plan).toEqual({ key, partSize: 5 * MIB, partCount: 3, contentLength: BODY.length });
    expect(parts.map(({ partNumber, contentLength }) => [partNumber, contentLength])).toEqual([
      [1, 5 * MIB],
      [2, 5 * MIB],
      [3, 3],
    ]);
    expect(parts[0]!.signedHeaders).toEqual(['content-length', 'host']);
    expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 6 * 86_400_000);
    expect(constraints.map(({ name, enforcedBy }) => `${name}:${enforcedBy}`)).toEqual([
      'contentType:s3',
      'metadata:s3',
      'contentLength:service',
    ]);

    const sent = await upload.put(BODY);
    const listed = await upload.list();
    expect(listed.json).toMatchObject({
      ...plan,
      parts: [
        { partNumber: 1, size: 5 * MIB },
        { partNumber: 2, size: 5 * MIB },
        { partNumber: 3, size: 3 },
      ],
    });
    const completed = await upload.complete({ parts: sent.toReversed() });
    expect(completed.status, completed.text).toBe(200);
    expect(completed.json).toMatchObject({
      key,
      size: BODY.length,
      etag: expect.stringMatching(/-3"$/) as string,
    });

    expect(sha256(await bytesOf(key))).toBe(sha256(BODY));
    const head = await sdk.send(new HeadObjectCommand(stored(key)));
    expect(head).toMatchObject({
      ContentType: 'video/mp4',
      ETag: completed.json.etag,
      Metadata: { origin: 'web' },
    });

    const again = await upload.complete({ parts: sent });
    expect([again.status, again.json]).toEqual([200, completed.json]);
    expect((await upload.abort()).status).toBe(204);
    expect(sha256(await bytesOf(key))).toBe(sha256(BODY));
  });

  it('goes on in another process, where one ended in the middle', async () => {
    const key = newKey();
    const first = await start();
    const upload = await MultipartClient.create(await first.as('alice', 'team-a'), { key, ...PLAN });
    const [one, ...others] = upload.created.parts;
    await putPart(one!, sliceOf(one!, BODY, 5 * MIB));
    await first[Symbol.asyncDispose]();

    const resumed = upload.by(alice);
    const there = new Set((await resumed.list()).json.parts.map(({ partNumber }) => partNumber));
    const missing = others.filter(({ partNumber }) => !there.has(partNumber));
    expect(missing.map(({ partNumber }) => partNumber)).toEqual([2, 3]);
    const signed = await resumed.sign(missing.map(({ partNumber }) => ({ partNumber })));
    for (const part of signed.json.parts) {
      expect((await putPart(part, sliceOf(part, BODY, 5 * MIB))).status).toBe(200);
    }
    expect((await resumed.complete()).status).toBe(200);
    expect(sha256(await bytesOf(key))).toBe(sha256(BODY));
    await using again = await start();
    expect((await upload.by(await again.as('alice', 'team-a')).complete()).json).toMatchObject({
      size: BODY.length,
    });
  });

  it('signs parts again, many at once, for as long as is asked for', async () => {
    const upload = await MultipartClient.create(alice, {
      key: newKey(),
      contentLength: 5 * MIB * 1000,
      partSize: 5 * MIB,
    });
    expect(upload.created.parts).toHaveLength(20);
    const wanted = Array.from({ length: 1000 }, (_, index) => ({ partNumber: index + 1 }));
    const { status, json } = await upload.sign(wanted, { expiresIn: 120, minValidity: 60 });
    expect(status).toBe(200);
    expect(json.parts.map(({ partNumber, expiresIn }) => [partNumber, expiresIn])).toEqual(
      wanted.map(({ partNumber }) => [partNumber, 120]),
    );
    expect(new Set(json.parts.map(({ signingId }) => signingId)).size).toBe(1000);
    const part = Buffer.alloc(5 * MIB);
    expect((await putPart(upload.created.parts[6]!, part)).status).toBe(200);
    expect((await putPart(json.parts[6]!, part)).status).toBe(200);
    await upload.abort();
  });

  it('of unknown size is what was sent', async () => {
    const key = newKey();
    const upload = await MultipartClient.create(alice, { key });
    const { partSize, partCount, contentLength, parts } = upload.created;
    expect({ partSize, partCount, contentLength }).toEqual({ partSize: 8 * MIB });
    expect(parts[0]!.signedHeaders).toEqual(['host']);
    const [first, second] = [BODY.subarray(0, 6 * MIB), BODY.subarray(6 * MIB)];
    await putPart(parts[0]!, first);
    await putPart(parts[3]!, second);
    expect((await upload.complete()).json).toMatchObject({ size: BODY.length });
    expect(sha256(await bytesOf(key))).toBe(sha256(BODY));
  });

  it('of unknown size has parts signed for as many bytes as the caller says, and S3 holds them to it', async () => {
    const key = newKey();
    const upload = await MultipartClient.create(alice, { key });
    const { json } = await upload.sign([{ partNumber: 1, contentLength: 3 }, { partNumber: 2 }]);
    const [sized, unsized] = json.parts as [PartAnswer, PartAnswer];
    expect(sized).toMatchObject({ contentLength: 3, signedHeaders: ['content-length', 'host'] });
    expect(sized.constraints).toContainEqual({ name: 'contentLength', value: 3, enforcedBy: 's3' });
    expect(unsized).not.toHaveProperty('contentLength');
    expect(unsized.signedHeaders).toEqual(['host']);
    for (const other of ['en', 'end!']) {
      expect((await putPart(sized, Buffer.from(other))).status).toBeOneOf([400, 403]);
    }
    expect((await putPart(sized, Buffer.from('end'))).status).toBe(200);
    expect((await upload.complete()).json).toMatchObject({ size: 3 });
  });

  it('of known size takes no other length of a part than its plan has', async () => {
    const upload = await MultipartClient.create(alice, { key: newKey(), ...PLAN });
    const lengths = [5 * MIB, 5 * MIB, 3].map((contentLength, index) => ({
      partNumber: index + 1,
      contentLength,
    }));
    const { json } = await upload.sign(lengths);
    expect(json.parts).toMatchObject(lengths);
    for (const contentLength of [5 * MIB - 1, 5 * MIB + 1]) {
      expect(await upload.sign([...lengths, { partNumber: 1, contentLength }])).toMatchObject({
        status: 400,
        json: { errors: [{ pointer: '#/parts/3/contentLength' }] },
      });
    }
    for (const contentLength of [0, -1, 1.5, 5 * 1024 ** 3 + 1]) {
      expect((await upload.sign([{ partNumber: 1, contentLength }])).status).toBe(400);
    }
    await upload.abort();
  });

  it.runIf(CHECKS_PARTS)(
    'with checksums has every part signed with its own, and S3 compares them',
    async () => {
      const key = newKey();
      const upload = await MultipartClient.create(alice, { key, ...PLAN, checksumAlgorithm: 'SHA256' });
      expect(upload.created.parts).toEqual([]);
      expect(await upload.sign([{ partNumber: 1 }])).toMatchObject({
        status: 400,
        json: { errors: [{ pointer: '#/parts/0/checksum' }] },
      });
      const slices = [0, 1, 2].map((index) => BODY.subarray(index * 5 * MIB, (index + 1) * 5 * MIB));
      const { json } = await upload.sign(
        slices.map((slice, index) => ({ partNumber: index + 1, checksum: sha256(slice) })),
      );
      expect((await putPart(json.parts[0]!, slices[1]!)).status).toBe(400);
      const parts = await Promise.all(
        json.parts.map(async (part, index) => {
          const { headers } = await putPart(part, slices[index]!);
          return { partNumber: part.partNumber, etag: headers.etag, checksum: sha256(slices[index]!) };
        }),
      );
      expect((await upload.list()).json.parts.map(({ checksum }) => checksum)).toEqual(slices.map(sha256));
      const other = parts.with(1, { ...parts[1]!, checksum: sha256(slices[0]!) });
      expect(await upload.complete({ parts: other })).toMatchObject({
        status: 409,
        json: { code: 'retry_upload', errors: [{ pointer: '#/parts/1/checksum' }] },
      });
      const completed = await upload.complete({ parts });
      expect(completed.status, completed.text).toBe(200);
      expect(sha256(await bytesOf(key))).toBe(sha256(BODY));
    },
  );

  it.runIf(!CHECKS_PARTS)('promises no checksums that the storage does not check', async () => {
    const key = newKey();
    const refused = await alice.post('/multipart-uploads', { key, ...PLAN, checksumAlgorithm: 'SHA256' });
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer: '#/checksumAlgorithm' }] } });
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it('given up leaves nothing, however often', async () => {
    const key = newKey();
    const upload = await MultipartClient.create(alice, { key, ...PLAN });
    await upload.put(BODY);
    expect(await leftovers('team-a', key)).toHaveLength(1);
    for (let times = 0; times < 2; times += 1) {
      const aborted = await upload.abort();
      expect([aborted.status, aborted.text]).toEqual([204, '']);
    }
    expect(await leftovers('team-a', key)).toEqual([]);
    const gone = { status: 409, json: { code: 'upload_not_active' } };
    expect(await upload.list()).toMatchObject(gone);
    expect(await upload.complete()).toMatchObject(gone);
    const [late] = (await upload.sign([{ partNumber: 3 }])).json.parts;
    expect((await putPart(late!, BODY.subarray(10 * MIB))).status).toBe(404);
  });
});

describe('a condition on what is there', () => {
  it('holds at the end: nothing is overwritten, and nothing left', async () => {
    const key = newKey();
    const [first, second] = [
      await MultipartClient.create(alice, { key, contentLength: 3, ifNoneMatch: '*' }),
      await MultipartClient.create(alice, { key, contentLength: 3, ifNoneMatch: '*' }),
    ];
    await first.put(Buffer.from('one'));
    await second.put(Buffer.from('two'));
    expect((await first.complete()).status).toBe(200);
    const refused = await second.complete();
    expect(refused, refused.text).toMatchObject({ status: 409, json: { code: 'upload_not_active' } });
    expect(refused.json.detail).toContain('The object is unchanged');
    expect(Buffer.from(await bytesOf(key)).toString()).toBe('one');
    expect(await leftovers('team-a', key)).toEqual([expect.stringContaining('object')]);
    expect((await first.complete()).status).toBe(200);
  });
});

describe('what can’t be begun', () => {
  it('leaves nothing behind', async () => {
    const key = newKey();
    const request = { key, ...PLAN, expiresIn: 60, minValidity: 61 };
    expect(await alice.post('/multipart-uploads', request)).toMatchObject({
      status: 422,
      json: { code: 'validity_too_short' },
    });
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['an empty object', { contentLength: 0 }, '#/contentLength'],
    ['more than S3 stores', { contentLength: 5 * 1024 ** 4 + 1 }, '#/contentLength'],
    ['parts that are too small', { contentLength: 9, partSize: 5 * MIB - 1 }, '#/partSize'],
    ['parts that are too large', { contentLength: 9, partSize: 5 * 1024 * MIB + 1 }, '#/partSize'],
    ['10,001 parts', { contentLength: 50_000 * MIB + 1, partSize: 5 * MIB }, '#/partSize'],
    ['our own metadata', { metadata: { 'tenant-presign-upload': 'x' } }, '#/metadata/tenant-presign-upload'],
    ['too much metadata beside ours', { metadata: { a: 'x'.repeat(2020) } }, '#/metadata'],
  ])('is %s', async (_, change, pointer) => {
    const refused = await alice.post('/multipart-uploads', { key: newKey(), ...change });
    expect(refused).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  });
});

it('what is signed and what is done at S3 stands in the log, with who wanted it', async () => {
  const key = newKey();
  const upload = await MultipartClient.create(alice, { key, contentLength: 3 });
  await upload.put(Buffer.from('end'));
  await upload.complete();
  await upload.abort();
  const events = api.process
    .output()
    .split('\n')
    .filter((line) => line.includes(`"key":"${stored(key).Key}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  const [created] = events;
  const { subject, issuer, tenant, action, bucket, upload: mark } = created!;
  expect({ subject, issuer, tenant, action, bucket }).toEqual({
    subject: 'alice',
    issuer: 'platform',
    tenant: 'team-a',
    action: 'upload',
    bucket: firstOwner.bucket,
  });
  expect(events.map(({ msg, operation, upload: of }) => [msg, operation, of])).toEqual([
    ['storage', 'CreateMultipartUpload', mark],
    ['signing', undefined, undefined],
    ['storage', 'CompleteMultipartUpload', mark],
    ['storage', 'AbortMultipartUpload', mark],
  ]);
  expect(events[1]).toMatchObject({
    constraints: [{ name: 'partNumber', value: 1 }, { name: 'contentLength', value: 3 }, {}],
  });
  const { Metadata } = await sdk.send(new HeadObjectCommand(stored(key)));
  expect(Metadata).toEqual({ 'tenant-presign-upload': mark });
});
