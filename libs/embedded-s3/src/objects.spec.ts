import { uploadHeaders } from '#s3-presign';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { get, put, send, sign, startTwoTeams } from '../testing/harness.js';
import type { EmbeddedS3 } from './index.js';

// These specs check that signed requests are executed, and that objects are stored and returned as S3 does it.

let s3: EmbeddedS3;
beforeAll(async () => {
  s3 = await startTwoTeams();
});
afterAll(() => s3.close());

const sha256 = (body: string) => createHash('sha256').update(body).digest('base64');

describe('an object', () => {
  it('is put, fetched, looked at, deleted and gone', async () => {
    const stored = await put(s3, 'report.txt', 'hello');
    expect(stored).toMatchObject({ status: 200, text: '' });
    expect(stored.headers.etag).toBe('"5d41402abc4b2a76b9719d911017c592"');

    const fetched = await get(s3, 'report.txt');
    expect(fetched).toMatchObject({ status: 200, text: 'hello' });
    expect(fetched.headers).toMatchObject({
      etag: stored.headers.etag,
      'content-length': '5',
      'accept-ranges': 'bytes',
    });

    const looked = await send(sign(s3, { method: 'HEAD', key: 'report.txt' }), { method: 'HEAD' });
    expect(looked).toMatchObject({ status: 200, text: '' });
    expect(looked.headers).toMatchObject({ etag: stored.headers.etag, 'content-length': '5' });

    const remove = { method: 'DELETE', key: 'report.txt' } as const;
    expect(await send(sign(s3, remove), remove)).toMatchObject({ status: 204 });
    expect(await get(s3, 'report.txt')).toMatchObject({ status: 404, code: 'NoSuchKey' });
    const goneToo = await send(sign(s3, { method: 'HEAD', key: 'report.txt' }), { method: 'HEAD' });
    expect(goneToo).toMatchObject({ status: 404, text: '' });
  });

  it('is the same by virtual-hosted and path style', async () => {
    await put(s3, 'styles.txt', 'virtual', {}, { virtualHosted: true });
    expect((await get(s3, 'styles.txt')).text).toBe('virtual');
    expect((await send(sign(s3, { key: 'styles.txt' }, { virtualHosted: true }))).text).toBe('virtual');
  });

  it('may be empty, and is overwritten whole', async () => {
    await put(s3, 'over.txt', 'first', {
      'x-amz-meta-origin': 'web',
      'x-amz-server-side-encryption': 'AES256',
    });
    await put(s3, 'over.txt', '');
    const { status, text, headers } = await get(s3, 'over.txt');
    expect({ status, text }).toEqual({ status: 200, text: '' });
    expect(headers).not.toHaveProperty('x-amz-meta-origin');
    expect(headers).not.toHaveProperty('x-amz-server-side-encryption');
  });

  it('takes more than fauxqs does on its own', async () => {
    const body = Buffer.alloc(24 * 1024 * 1024, 'x');
    expect(await put(s3, 'large.bin', body)).toMatchObject({ status: 200 });
    expect((await get(s3, 'large.bin')).body.equals(body)).toBe(true);
  });
});

describe('what an upload promises', () => {
  const constraints = {
    contentType: 'application/pdf',
    contentLength: 5,
    checksum: { algorithm: 'SHA256', value: sha256('hello') },
    metadata: { origin: 'web' },
    tags: { class: 'report', 'a b': 'c&d' },
    encryption: { type: 'sse-kms', keyArn: 'arn:aws:kms:eu-west-1:111111111111:key/1' },
    ifNoneMatch: '*',
  } as const;
  const headers = uploadHeaders(constraints);

  it('shows in the answers to it, GET and HEAD', async () => {
    const encryption = {
      'x-amz-server-side-encryption': 'aws:kms',
      'x-amz-server-side-encryption-aws-kms-key-id': constraints.encryption.keyArn,
    };
    const stored = await put(s3, 'promised.pdf', 'hello', headers);
    expect(stored.status).toBe(200);
    expect(stored.headers).toMatchObject({ ...encryption, 'x-amz-checksum-sha256': sha256('hello') });

    const checksumMode = { headers: { 'x-amz-checksum-mode': 'ENABLED' } };
    for (const method of ['GET', 'HEAD'] as const) {
      const url = sign(s3, { method, key: 'promised.pdf', ...checksumMode });
      const { headers: shown } = await send(url, { method, ...checksumMode });
      expect(shown).toMatchObject({
        'content-type': 'application/pdf',
        'content-length': '5',
        'x-amz-meta-origin': 'web',
        'x-amz-tagging-count': '2',
        'x-amz-checksum-sha256': sha256('hello'),
        ...encryption,
      });
      expect(Object.keys(shown).filter((name) => name.startsWith('x-amz-meta'))).toEqual([
        'x-amz-meta-origin',
      ]);
    }
    expect((await get(s3, 'promised.pdf')).headers).not.toHaveProperty('x-amz-checksum-sha256');
  });

  it('holds for the body', async () => {
    const wrong = await put(s3, 'wrong.pdf', 'hellO', headers);
    expect(wrong).toMatchObject({ status: 400, code: 'BadDigest' });
    expect(await get(s3, 'wrong.pdf')).toMatchObject({ status: 404 });
  });

  it('holds for each header', async () => {
    for (const name of Object.keys(headers).filter((each) => each !== 'content-length')) {
      const url = sign(s3, { method: 'PUT', key: 'altered.pdf', headers });
      const altered = await send(url, {
        method: 'PUT',
        headers: { ...headers, [name]: 'other' },
        body: 'hello',
      });
      const { [name]: _, ...without } = headers;
      const lacking = await send(url, { method: 'PUT', headers: without, body: 'hello' });
      expect([name, altered.code, lacking.code]).toEqual([
        name,
        'SignatureDoesNotMatch',
        'SignatureDoesNotMatch',
      ]);
    }
    expect(await get(s3, 'altered.pdf')).toMatchObject({ status: 404 });
  });

  it('holds for the length', async () => {
    const url = sign(s3, { method: 'PUT', key: 'length.pdf', headers: { 'content-length': '5' } });
    const longer = await send(url, { method: 'PUT', headers: { 'content-length': '6' }, body: 'hello!' });
    expect(longer).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    expect(
      await send(url, { method: 'PUT', headers: { 'content-length': '5' }, body: 'hello' }),
    ).toMatchObject({
      status: 200,
    });
  });

  it('can be that nothing is there yet', async () => {
    const once = { 'if-none-match': '*' };
    expect(await put(s3, 'once.txt', 'first', once)).toMatchObject({ status: 200 });
    expect(await put(s3, 'once.txt', 'second', once)).toMatchObject({
      status: 412,
      code: 'PreconditionFailed',
    });
    expect((await get(s3, 'once.txt')).text).toBe('first');
    expect(await put(s3, 'once.txt', 'third')).toMatchObject({ status: 200 });
  });

  it('is kept by one of many at the same time', async () => {
    const uploads = Array.from({ length: 8 }, (_, i) =>
      put(s3, 'race.txt', `writer ${i}`, { 'if-none-match': '*' }),
    );
    const statuses = (await Promise.all(uploads)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 200)).toHaveLength(1);
    expect(statuses.filter((status) => status === 412)).toHaveLength(7);
  });
});

describe('a download', () => {
  beforeAll(async () => {
    const headers = {
      'content-type': 'text/plain',
      'cache-control': 'no-cache',
      expires: 'Thu, 01 Jan 2032 00:00:00 GMT',
    };
    await put(s3, 'digits.txt', '0123456789', headers);
  });

  it('has the headers of its upload', async () => {
    expect((await get(s3, 'digits.txt')).headers).toMatchObject({
      'content-type': 'text/plain',
      'cache-control': 'no-cache',
      expires: 'Thu, 01 Jan 2032 00:00:00 GMT',
    });
  });

  it('has the headers that its URL asks for', async () => {
    const overrides = {
      'content-type': 'application/octet-stream',
      'content-disposition': 'attachment; filename="digits.txt"',
      'cache-control': 'no-store',
      'content-language': 'de',
      'content-encoding': 'identity',
      expires: 'Thu, 01 Jan 1970 00:00:00 GMT',
    };
    const query = Object.fromEntries(
      Object.entries(overrides).map(([name, value]) => [`response-${name}`, value]),
    );
    expect((await get(s3, 'digits.txt', { query })).headers).toMatchObject(overrides);
    const head = await send(sign(s3, { method: 'HEAD', key: 'digits.txt', query }), { method: 'HEAD' });
    expect(head.headers).toMatchObject(overrides);
    expect((await get(s3, 'missing.txt', { query })).headers).toMatchObject({
      'content-type': 'application/xml',
    });
  });

  it('has the bytes of its upload in its headers, and ISO 8859-1 where its URL says so', async () => {
    const disposition = 'attachment; filename="über.txt"';
    await put(s3, 'named.txt', 'hello', { 'content-disposition': disposition });
    const { headers } = await get(s3, 'named.txt');
    expect(Buffer.from(String(headers['content-disposition']), 'latin1').toString()).toBe(disposition);
    const query = { 'response-content-disposition': disposition };
    for (const key of ['named.txt', 'digits.txt']) {
      expect((await get(s3, key, { query })).headers['content-disposition']).toBe(disposition);
    }
  });

  it.each(['a\r\nset-cookie: b', 'a\u0000', '\u{1f600}'])('has no header made of %j', async (value) => {
    const query = { 'response-content-disposition': value };
    expect(await get(s3, 'digits.txt', { query })).toMatchObject({ status: 400, code: 'InvalidArgument' });
  });

  it.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-2', '89', 'bytes 8-9/10'],
    ['bytes=8-99', '89', 'bytes 8-9/10'],
    ['bytes=-99', '0123456789', 'bytes 0-9/10'],
  ])('may be the part %s', async (range, text, contentRange) => {
    const answer = await send(sign(s3, { key: 'digits.txt' }), { headers: { range } });
    expect(answer).toMatchObject({ status: 206, text });
    expect(answer.headers['content-range']).toBe(contentRange);
  });

  it('is refused for a part that is not there', async () => {
    const answer = await send(sign(s3, { key: 'digits.txt' }), { headers: { range: 'bytes=10-' } });
    expect(answer).toMatchObject({ status: 416, code: 'InvalidRange' });
    expect(answer.headers).toMatchObject({
      'content-range': 'bytes */10',
      'content-type': 'application/xml',
    });
    expect(answer.headers).not.toHaveProperty('etag');
  });

  it('is not sent again to who has it', async () => {
    const { etag = '' } = (await get(s3, 'digits.txt')).headers;
    const known = await send(sign(s3, { key: 'digits.txt' }), { headers: { 'if-none-match': etag } });
    expect(known).toMatchObject({ status: 304, text: '' });
  });
});
