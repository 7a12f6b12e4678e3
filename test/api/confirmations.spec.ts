import { createHash } from 'node:crypto';
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConfirmationAnswer } from '../../apps/api/src/confirmations/confirmation.answer.js';
import type { Problem } from '../../apps/api/src/problems/problem.js';
import type { UploadAnswer } from '../../apps/api/src/uploads/upload.answer.js';
import { use, type ApiClient } from '../support/clients/api-client.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, target, tenantOf } from './support/tenants.js';

const BODY = 'hello, tenant';
const sha256 = (text: string) => createHash('sha256').update(text).digest('base64');
const PROMISE = { contentType: 'text/plain', contentLength: BODY.length };
const KEEPS_CHECKSUMS = target.server !== 'radosgw';
const CHECKSUM = { algorithm: 'SHA256', value: sha256(BODY) };

let api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a'), tenantOf(secondOwner, 'team-b')]);
  alice = await api.as('alice', 'team-a', { groups: 'editors' });
});
afterAll(() => api[Symbol.asyncDispose]());

let number = 0;
const newKey = () => `shared/${(number += 1)}/note.txt`;
const stored = (key: string) => ({ Bucket: firstOwner.bucket, Key: keyPrefixOf('team-a') + key });

/** An upload whose answer has a receipt. */
async function sign(change: object = {}): Promise<UploadAnswer & { receipt: string }> {
  const request = { key: newKey(), ...PROMISE, receipt: true, ...change };
  const answer: UploadAnswer = await alice.sign('uploads', request);
  return Object.assign(answer, { receipt: answer.receipt! });
}
const confirm = (receipt: string, by = alice) =>
  by.post<ConfirmationAnswer & Problem>('/confirmations', { receipt });

describe('a receipt', () => {
  it('is given to whoever asks for one', async () => {
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

  it.runIf(!KEEPS_CHECKSUMS)('with a checksum is not where nobody can tell', async () => {
    const upload = await sign({ checksum: CHECKSUM });
    await use(upload, { body: BODY });
    const { status, json } = await confirm(upload.receipt);
    expect([status, json.errors?.map(({ detail }) => detail)]).toEqual([
      409,
      [`checksum: SHA256 ${CHECKSUM.value} was promised, none is there.`],
    ]);
  });
});

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
    await sdk.send(
      new PutObjectCommand({ ...stored(key), Body: BODY, ContentType: 'text/plain', ...change }),
    );
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

describe('somebody else’s receipt', () => {
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

it('no line of the log holds a receipt', () => {
  expect(api.process.output()).toContain('"route":"/v1/tenants/:tenant/confirmations"');
  expect(api.process.output()).not.toMatch(/eyJ[\w-]+\.\./);
});
