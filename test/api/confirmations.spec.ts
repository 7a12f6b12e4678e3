import { createHash } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfirmationAnswer } from '../../apps/api/src/features/confirmations/confirmation.response.js';
import type { UploadAnswer } from '../../apps/api/src/features/uploads/upload.response.js';
import type { Problem } from '../../apps/api/src/platform/problems/problem.js';
import { use, type ApiClient } from '../support/clients/api-client.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, target, tenantOf } from './support/tenants.js';

const BODY = 'hello, tenant';
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const PROMISE = { contentType: 'text/plain', contentLength: BODY.length };
const KEEPS_CHECKSUMS = target.server !== 'radosgw';
const CHECKSUM = { algorithm: 'SHA256', value: sha256(BODY) };

let api: StartedApi, alice: ApiClient, dora: ApiClient;
beforeAll(async () => {
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a'), tenantOf(secondOwner, 'team-b')]);
  alice = await api.as('alice', 'team-a', { groups: 'editors' });
  dora = await api.as('dora', 'team-a', { groups: 'droppers' });
});
afterAll(() => api[Symbol.asyncDispose]());

let number = 0;
const newKey = () => `shared/${(number += 1)}/note.txt`;
const stored = (key: string) => ({ Bucket: firstOwner.bucket, Key: keyPrefixOf('team-a') + key });

/** Signs an upload whose answer has a receipt. */
async function sign(change: object = {}, by = alice): Promise<UploadAnswer & { receipt: string }> {
  const request = { key: newKey(), ...PROMISE, receipt: true, ...change };
  const answer: UploadAnswer = await by.sign('uploads', request);
  return Object.assign(answer, { receipt: answer.receipt! });
}
const confirm = (receipt: string, by = alice) =>
  by.post<ConfirmationAnswer & Problem>('/confirmations', { receipt });

describe('a receipt', () => {
  it('is given to callers that ask for one', async () => {
    expect((await sign()).receipt).toMatch(/^eyJ[\w-]+\.\./);
    for (const change of [{ receipt: false }, {}]) {
      const answer = await alice.sign('uploads', { key: newKey(), ...PROMISE, ...change });
      expect(answer).not.toHaveProperty('receipt');
    }
  });

  it('is given in batches, too', async () => {
    const operation = { operation: 'upload', key: newKey(), ...PROMISE, receipt: true };
    const { json } = await alice.post<{ results: [UploadAnswer] }>('/batches', { operations: [operation] });
    const [upload] = json.results;
    await use(upload, { body: BODY });
    expect((await confirm(upload.receipt!)).json).toMatchObject({ confirmed: true, key: operation.key });
  });

  it('is answered with the object that arrived as promised', async () => {
    const upload = await sign();
    expect((await use(upload, { body: BODY })).status).toBe(200);
    const { status, json } = await confirm(upload.receipt);
    const { ETag, ContentType } = await sdk.send(new HeadObjectCommand(stored(upload.key)));
    expect([status, json]).toEqual([
      200,
      {
        confirmed: true,
        key: upload.key,
        size: BODY.length,
        contentType: ContentType,
        etag: ETag,
        lastModified: expect.stringMatching(/Z$/) as string,
      },
    ]);
    expect((await confirm(upload.receipt)).json).toEqual(json);
  });

  it.runIf(KEEPS_CHECKSUMS)('with a checksum is answered where that is the object’s', async () => {
    const upload = await sign({ checksum: CHECKSUM });
    await use(upload, { body: BODY });
    expect(await confirm(upload.receipt)).toMatchObject({ status: 200, json: { confirmed: true } });
  });

  it.runIf(!KEEPS_CHECKSUMS)('with a checksum is not confirmed where the checksum is unknown', async () => {
    const upload = await sign({ checksum: CHECKSUM });
    await use(upload, { body: BODY });
    const { status, json } = await confirm(upload.receipt);
    expect([status, json.errors?.map(({ detail }) => detail)]).toEqual([
      409,
      [`checksum: SHA256 ${CHECKSUM.value} was promised, none is there.`],
    ]);
  });
});

const put = (key: string, change: object) =>
  sdk.send(new PutObjectCommand({ ...stored(key), Body: BODY, ContentType: 'text/plain', ...change }));

describe('what is not as promised', () => {
  it('is not confirmed: nothing', async () => {
    const { receipt } = await sign();
    expect(await confirm(receipt)).toMatchObject({
      status: 409,
      json: { code: 'retry_upload', errors: [{ pointer: '#/receipt', detail: 'No object has the key.' }] },
    });
  });

  it.each<[string, object, string[]]>([
    ['one byte more', { Body: `${BODY}!` }, ['contentLength: 13 was promised, 14 is there.']],
    ['one byte less', { Body: BODY.slice(1) }, ['contentLength: 13 was promised, 12 is there.']],
    [
      'another type',
      { ContentType: 'text/html' },
      ['contentType: text/plain was promised, text/html is there.'],
    ],
    [
      'another object altogether',
      { Body: 'x', ContentType: 'text/html' },
      [
        'contentLength: 13 was promised, 1 is there.',
        'contentType: text/plain was promised, text/html is there.',
      ],
    ],
  ])('is not confirmed: %s', async (_, change, details) => {
    const { key, receipt } = await sign();
    await put(key, change);
    const { status, json } = await confirm(receipt);
    expect([status, json.code, json.errors!.map(({ detail }) => detail)]).toEqual([
      409,
      'retry_upload',
      details,
    ]);
  });

  it.runIf(KEEPS_CHECKSUMS)('is not confirmed: other bytes', async () => {
    const { key, receipt } = await sign({ checksum: CHECKSUM });
    const Body = BODY.replace('tenant', 'forger');
    const object = { ...stored(key), Body, ContentType: 'text/plain', ChecksumSHA256: sha256(Body) };
    await sdk.send(new PutObjectCommand(object));
    expect((await confirm(receipt)).json).toMatchObject({
      code: 'retry_upload',
      errors: [{ detail: `checksum: SHA256 ${sha256(BODY)} was promised, ${sha256(Body)} is there.` }],
    });
  });
});

describe('another’s receipt', () => {
  const refused = { status: 400, json: { code: 'invalid_request', errors: [{ pointer: '#/receipt' }] } };

  it('is none, nor an altered one, nor anything else that is sealed', async () => {
    const upload = await sign();
    await use(upload, { body: BODY });
    const { receipt } = upload;
    const bob = await api.as('bob', 'team-a', { groups: 'editors' });
    const elsewhere = await api.as('alice', 'team-b', { groups: 'editors' });
    expect(await confirm(receipt, bob)).toMatchObject(refused);
    expect(await confirm(receipt, elsewhere)).toMatchObject(refused);
    const begun = await alice.post<{ uploadId: string }>('/multipart-uploads', { key: newKey() });
    const middle = Math.floor(receipt.length / 2);
    const altered =
      receipt.slice(0, middle) + (receipt[middle] === 'A' ? 'B' : 'A') + receipt.slice(middle + 1);
    for (const other of [altered, '', 'x', receipt.slice(0, -2), begun.json.uploadId]) {
      expect(await confirm(other)).toMatchObject(refused);
    }
    expect((await confirm(receipt)).status).toBe(200);
  });

  it('opens nothing without a grant', async () => {
    const { receipt } = await sign();
    const noEditor = await api.as('alice', 'team-a');
    expect(await confirm(receipt, noEditor)).toMatchObject({ status: 403, json: { code: 'access_denied' } });
  });
});

describe('a caller who may upload and not download', () => {
  it('is told that the upload arrived, and nothing that was not promised', async () => {
    const [sized, unsized] = [await sign({}, dora), await sign({ contentLength: undefined }, dora)];
    for (const upload of [sized, unsized]) await use(upload, { body: BODY });
    const whole = { confirmed: true, key: sized.key, size: BODY.length, contentType: 'text/plain' };
    expect(await confirm(sized.receipt, dora)).toMatchObject({ status: 200 });
    expect((await confirm(sized.receipt, dora)).json).toEqual(whole);
    expect((await confirm(unsized.receipt, dora)).json).toEqual({
      confirmed: true,
      key: unsized.key,
      contentType: 'text/plain',
    });
  });

  it('is told the names of broken promises, and nothing of what another caller has stored', async () => {
    const secret = 'a secret of 31 bytes, of alice!';
    for (const checksum of KEEPS_CHECKSUMS ? [undefined, CHECKSUM] : [undefined]) {
      const { key, receipt } = await sign({ checksum }, dora);
      await put(key, { Body: secret, ContentType: 'text/x-secret', ChecksumSHA256: sha256(secret) });
      const { status, json } = await confirm(receipt, dora);
      expect([status, json.code]).toEqual([409, 'retry_upload']);
      const names = json.errors!.map(({ detail }) => detail.split(':', 1)[0]);
      expect(names).toEqual(['contentLength', 'contentType', ...(checksum ? ['checksum'] : [])]);
      const words = JSON.stringify(json.errors);
      for (const told of ['31', 'x-secret', sha256(secret)]) expect(words).not.toContain(told);
      const { text: other } = await alice.post('/confirmations', { receipt });
      expect(other).toContain('#/receipt'); // the receipt of another caller, whatever that caller may read
    }
  });

  it('reads what is there with a receipt where a grant of download comes to it', async () => {
    const { key, receipt } = await sign({}, dora);
    await put(key, { Body: `${BODY}!` });
    const reader = await api.as('dora', 'team-a', { groups: ['droppers', 'editors'] });
    expect((await confirm(receipt, reader)).json.errors).toMatchObject([
      { detail: 'contentLength: 13 was promised, 14 is there.' },
    ]);
  });
});

it('no line of the log holds a receipt', () => {
  expect(api.process.output()).toContain('"route":"/v1/tenants/:tenant/confirmations"');
  expect(api.process.output()).not.toMatch(/eyJ[\w-]+\.\./);
});
