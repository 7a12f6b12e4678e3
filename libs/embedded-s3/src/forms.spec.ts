import { S3Client } from '@aws-sdk/client-s3';
import { createPresignedPost } from '@aws-sdk/s3-presigned-post';
import { formFields } from '#s3-presign';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { part, partsOf } from '../../../test/support/clients/multipart-form.js';
import { post, signForm } from '../testing/forms.js';
import { NOW, REGION, TEAM_A, TEAM_B, get, send, sign, startTwoTeams } from '../testing/harness.js';
import type { EmbeddedS3 } from './index.js';

let s3: EmbeddedS3;
let now = NOW;
beforeAll(async () => {
  s3 = await startTwoTeams({
    now: () => new Date(now * 1000),
    cors: [{ AllowedOrigins: ['https://app.example'], AllowedMethods: ['POST'] }],
  });
});
afterAll(() => s3.close());

const FILE = Buffer.from([0, 1, 2, 13, 10, 45, 45, 0xff, 0xfe]);

describe('a form', () => {
  it('stores what a PUT would store', async () => {
    const constraints = {
      contentType: 'image/png',
      metadata: { origin: 'web' },
      tags: { class: 'a b', 'x<y': '&' },
      encryption: { type: 'sse-s3' },
      checksum: { algorithm: 'SHA256', value: createHash('sha256').update(FILE).digest('base64') },
    } as const;
    const fields = {
      ...formFields(constraints),
      'cache-control': 'no-store',
      'content-disposition': 'attachment',
    };
    const form = signForm(s3, { key: 'stored.png', fields });
    const answer = await post(form.url, partsOf(form.fields, FILE));
    expect(answer).toMatchObject({
      status: 204,
      text: '',
      headers: {
        'x-amz-server-side-encryption': 'AES256',
        etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
      },
    });
    const stored = await get(s3, 'stored.png', { headers: { 'x-amz-checksum-mode': 'ENABLED' } });
    expect(stored.body).toEqual(FILE);
    expect(stored.headers).toMatchObject({
      'content-type': 'image/png',
      'cache-control': 'no-store',
      'content-disposition': 'attachment',
      'x-amz-meta-origin': 'web',
      'x-amz-tagging-count': '2',
      'x-amz-server-side-encryption': 'AES256',
      'x-amz-checksum-sha256': constraints.checksum.value,
    });
  });

  it('of the AWS SDK is accepted', async () => {
    const client = new S3Client({
      region: REGION,
      endpoint: s3.endpoint,
      credentials: TEAM_A,
      forcePathStyle: true,
    });
    const { url, fields } = await createPresignedPost(client, {
      Bucket: 'team-a',
      Key: 'sdk/${filename}',
      Fields: { 'Content-Type': 'text/plain' },
      Conditions: [['content-length-range', 0, 100]],
    });
    now = Math.floor(Date.now() / 1000);
    try {
      expect(await post(url, partsOf(fields, 'hello', 'a b.txt'))).toMatchObject({ status: 204 });
    } finally {
      now = NOW;
    }
    expect(await get(s3, 'sdk/a b.txt')).toMatchObject({
      text: 'hello',
      headers: { 'content-type': 'text/plain' },
    });
  });

  it('as a browser sends it is accepted, and its answer readable across origins', async () => {
    const form = signForm(s3, { key: 'browser.bin', fields: { success_action_status: '201' } });
    const data = new FormData();
    for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
    data.append('file', new Blob([FILE]), 'ü.bin');
    const answer = await fetch(form.url, {
      method: 'POST',
      body: data,
      headers: { origin: 'https://app.example' },
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect((await get(s3, 'browser.bin')).body).toEqual(FILE);
  });

  it('is accepted at a virtual host, and without a slash at the end', async () => {
    const virtual = signForm(s3, { key: 'virtual.txt' }, { virtualHosted: true });
    expect(await post(virtual.url, partsOf(virtual.fields, 'v'))).toMatchObject({ status: 204 });
    const path = signForm(s3, { key: 'path.txt' });
    expect(await post(path.url.slice(0, -1), partsOf(path.fields, 'p'))).toMatchObject({ status: 204 });
    expect((await get(s3, 'virtual.txt')).text + (await get(s3, 'path.txt')).text).toBe('vp');
  });

  it('without a type stores S3’s default', async () => {
    const form = signForm(s3, { key: 'untyped' });
    await post(form.url, partsOf(form.fields, 'x'));
    expect((await get(s3, 'untyped')).headers['content-type']).toBe('binary/octet-stream');
  });
});

describe('the answer', () => {
  it.each([
    ['200', 200],
    ['201', 201],
    ['204', 204],
    ['404', 204],
    [undefined, 204],
  ])('to success_action_status %s is %i', async (asked, status) => {
    const form = signForm(s3, {
      key: 'a/b c&.txt',
      fields: asked === undefined ? {} : { success_action_status: asked },
    });
    const answer = await post(form.url, partsOf(form.fields, 'hello'));
    const location = `${form.url}a%2Fb%20c%26.txt`;
    expect(answer).toMatchObject({
      status,
      headers: { etag: '"5d41402abc4b2a76b9719d911017c592"', location },
    });
    expect(answer.text).toBe(
      status === 201
        ? `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse><Location>${location}</Location><Bucket>team-a</Bucket><Key>a/b c&#38;.txt</Key><ETag>&#34;5d41402abc4b2a76b9719d911017c592&#34;</ETag></PostResponse>`
        : '',
    );
  });
});

describe('${filename}', () => {
  it.each([
    ['cat.jpg', 'in/cat.jpg'],
    ['C:\\Users\\me\\cat.jpg', 'in/cat.jpg'],
    ['../../cat.jpg', 'in/cat.jpg'],
    ['$&.jpg', 'in/$&.jpg'],
  ])('of %j makes the key %j', async (filename, key) => {
    const form = signForm(s3, { key: 'in/', keyIsPrefix: true, fields: { success_action_status: '201' } });
    const answer = await post(form.url, partsOf(form.fields, 'cat', filename));
    expect(answer.status).toBe(201);
    expect(await get(s3, key)).toMatchObject({ status: 200, text: 'cat' });
  });

  it('stays where the file has no name', async () => {
    const form = signForm(s3, { key: 'in/', keyIsPrefix: true });
    const parts = [...partsOf(form.fields, '').slice(0, -1), part('file', 'text')];
    expect(await post(form.url, parts)).toMatchObject({ status: 204 });
    expect(await get(s3, 'in/${filename}')).toMatchObject({ text: 'text' });
  });
});

describe('refused, and nothing stored', () => {
  const fields = { 'content-type': 'text/plain' };
  const good = () => signForm(s3, { key: 'refused.txt', fields, contentLengthRange: [2, 5] });
  const filed = (change: Record<string, string> = {}, file = 'file') =>
    partsOf({ ...good().fields, ...change }, file);

  it.each<[string, number, string, () => Buffer[]]>([
    ['another type', 403, 'AccessDenied', () => filed({ 'content-type': 'text/html' })],
    ['another key', 403, 'AccessDenied', () => filed({ key: 'other.txt' })],
    ['another bucket field', 403, 'AccessDenied', () => filed({ bucket: 'team-b' })],
    ['a field that no condition names', 403, 'AccessDenied', () => filed({ acl: 'public-read' })],
    [
      'a policy cut short',
      403,
      'SignatureDoesNotMatch',
      () => filed({ policy: good().fields['policy']!.slice(0, -4) }),
    ],
    ['a file too short', 400, 'EntityTooSmall', () => filed({}, 'x')],
    ['a file too long', 400, 'EntityTooLarge', () => filed({}, 'sixsix')],
    ['no signature at all', 403, 'AccessDenied', () => partsOf({ key: 'refused.txt' }, 'file')],
    ['no file', 400, 'InvalidArgument', () => filed().slice(0, -1)],
    ['two files', 400, 'InvalidArgument', () => [...filed(), part('file', 'more', 'b')]],
    ['a field given twice', 400, 'InvalidArgument', () => [part('key', 'refused.txt'), ...filed()]],
    [
      'a key behind the file',
      400,
      'InvalidArgument',
      () => [...filed().slice(1), part('key', 'refused.txt')],
    ],
    ['an empty key', 400, 'InvalidArgument', () => filed({ key: '' })],
    [
      'fields of more than 20 KB',
      400,
      'MaxPostPreDataLengthExceeded',
      () => filed({ 'x-ignore-me': 'x'.repeat(20_480) }),
    ],
    [
      'text that is no UTF-8',
      400,
      'MalformedPOSTRequest',
      () => [part('x-ignore-me', Buffer.from([0xff])), ...filed()],
    ],
  ])('%s: %i %s', async (_, status, code, parts) => {
    expect(await post(good().url, parts())).toMatchObject({ status, code });
    expect(await get(s3, 'refused.txt')).toMatchObject({ status: 404 });
  });

  it('is accepted as it is', async () => {
    expect(await post(good().url, filed())).toMatchObject({ status: 204 });
    await send(sign(s3, { method: 'DELETE', key: 'refused.txt' }), { method: 'DELETE' });
  });

  it('with the credentials of another bucket', async () => {
    const form = signForm(s3, { key: 'refused.txt' }, { bucket: 'team-b', credentials: TEAM_A });
    expect(await post(form.url, partsOf(form.fields, 'x'))).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
    const own = signForm(s3, { key: 'own.txt' }, { bucket: 'team-b', credentials: TEAM_B });
    expect(await post(own.url, partsOf(own.fields, 'x'))).toMatchObject({ status: 204 });
  });

  it('from the second on that it names', async () => {
    const form = signForm(s3, { key: 'late.txt', expiresIn: 60 });
    const parts = partsOf(form.fields, 'x');
    now = NOW + 60;
    try {
      expect(await post(form.url, parts)).toMatchObject({ status: 403, code: 'AccessDenied' });
      now = NOW + 59;
      expect(await post(form.url, parts)).toMatchObject({ status: 204 });
    } finally {
      now = NOW;
    }
  });

  it.each(['x-amz-acl', 'x-amz-storage-class', 'acl', 'success_action_redirect'])(
    '%s, which is not served here, though signed',
    async (name) => {
      const form = signForm(s3, { key: 'refused.txt', fields: { [name]: 'https://app.example/' } });
      expect(await post(form.url, partsOf(form.fields, 'x'))).toMatchObject({
        status: 501,
        code: 'NotImplemented',
      });
    },
  );

  it('a file with another digest', async () => {
    const checksum = {
      algorithm: 'SHA256',
      value: createHash('sha256').update('this').digest('base64'),
    } as const;
    const form = signForm(s3, { key: 'digest.txt', fields: formFields({ checksum }) });
    expect(await post(form.url, partsOf(form.fields, 'that'))).toMatchObject({
      status: 400,
      code: 'BadDigest',
    });
    expect(await post(form.url, partsOf(form.fields, 'this'))).toMatchObject({ status: 204 });
    const nameless = signForm(s3, { key: 'digest.txt', fields: { 'x-amz-checksum-algorithm': 'SHA256' } });
    expect(await post(nameless.url, partsOf(nameless.fields, 'x'))).toMatchObject({
      status: 400,
      code: 'InvalidRequest',
    });
  });

  it.each([
    'not-xml',
    '<Tagging/>',
    '<Tagging><TagSet><Tag><Key>a</Key></Tag></TagSet></Tagging>',
    '<Tagging><TagSet><Tag><Key>&x;</Key><Value/></Tag></TagSet></Tagging>',
  ])('tags as %s', async (tagging) => {
    const form = signForm(s3, { key: 'tags.txt', fields: { tagging } });
    expect(await post(form.url, partsOf(form.fields, 'x'))).toMatchObject({
      status: 400,
      code: 'MalformedXML',
    });
  });

  it('what is no multipart/form-data, or a broken one', async () => {
    const { url } = good();
    expect(await send(url, { method: 'POST', body: 'key=x' })).toMatchObject({ status: 403 });
    const broken = { 'content-type': 'multipart/form-data; boundary=other' };
    expect(await post(url, filed(), broken)).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
    const unbounded = { 'content-type': 'multipart/form-data' };
    expect(await post(url, filed(), unbounded)).toMatchObject({ status: 400, code: 'MalformedPOSTRequest' });
  });

  it('posted to an object, or with a sub-resource', async () => {
    const { url } = good();
    expect(await post(`${url}refused.txt`, filed())).toMatchObject({ status: 403 });
    expect(await post(`${url}?uploads`, filed())).toMatchObject({ status: 403 });
    expect(await post(`${url}?x-signing-id=01J`, filed())).toMatchObject({ status: 204 });
  });
});
