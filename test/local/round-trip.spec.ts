import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { describe, expect, inject, it } from 'vitest';
import { ApiClient, use } from '../support/clients/api-client.js';

const ready = inject('ready');
const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const teamB = new ApiClient(ready.url, 'team-b', ready.tenants['team-b']!.token);

const body = 'hello, tenant';
const sha256 = createHash('sha256').update(body).digest('base64');
const crc = Buffer.alloc(4);
crc.writeUInt32BE(crc32(body));

describe('a file put and fetched', () => {
  it.each([
    'plain.txt',
    'users/u1/report.pdf',
    'with space + plus & more.txt',
    "reserved !'()*;:@,?#[]%.txt",
    'percent %2F %41.txt',
    'ünï/çødé/日本語/🦀.bin',
    'back\\slash "quotes" <tags>',
    `${'long/'.repeat(200)}end`,
  ])('comes back under the key %s', async (key) => {
    const upload = await teamA.sign('uploads', { key, contentType: 'text/plain' });
    expect(upload.key).toBe(key);
    const put = await use(upload, { body });
    expect(put.status, put.text).toBe(200);

    const got = await use(await teamA.sign('downloads', { key }));
    expect(got.status).toBe(200);
    expect(got.text).toBe(body);
    expect(got.headers['content-type']).toBe('text/plain');
    expect(got.headers['content-disposition']).toBe('attachment');
  });

  it('carries every constraint as a signed header', async () => {
    const key = 'constrained.txt';
    const upload = await teamA.sign('uploads', {
      key,
      contentType: 'text/plain; charset=utf-8',
      contentLength: body.length,
      checksum: { algorithm: 'SHA256', value: sha256 },
      metadata: { origin: 'web', 'two-words': 'a  b' },
      tags: { class: 'report', 'two words': 'a+b=c/d' },
      ifNoneMatch: '*',
      expiresIn: 120,
      minValidity: 60,
    });
    expect(upload).toMatchObject({ method: 'PUT', expiresIn: 120, limitedBy: 'request' });
    expect(upload.headers).not.toHaveProperty('content-length');
    expect(upload.signedHeaders).toEqual([
      'content-length',
      'content-type',
      'host',
      'if-none-match',
      'x-amz-checksum-sha256',
      'x-amz-meta-origin',
      'x-amz-meta-two-words',
      'x-amz-tagging',
    ]);
    expect(upload.constraints.map(({ name, enforcedBy }) => `${name}:${enforcedBy}`)).toEqual([
      'contentType:s3',
      'contentLength:s3',
      'checksum:s3',
      'metadata:s3',
      'tags:s3',
      'ifNoneMatch:s3',
      'expiresAt:s3',
    ]);
    expect((await use(upload, { body })).status).toBe(200);
    expect((await use(upload, { body })).status).toBe(412); // an object exists now

    const got = await use(await teamA.sign('downloads', { key }));
    expect(got.headers['x-amz-meta-origin']).toBe('web');
  });

  it.each([
    ['SHA256', sha256],
    ['CRC32', crc.toString('base64')],
  ])('is refused with another body than its %s says', async (algorithm, value) => {
    const upload = await teamA.sign('uploads', {
      key: `checksum-${algorithm}`,
      checksum: { algorithm, value },
    });
    expect((await use(upload, { body: 'hello, forger' })).status).toBe(400);
    expect((await use(upload, { body })).status).toBe(200);
  });

  it('keeps tenants apart', async () => {
    const upload = await teamB.sign('uploads', {
      key: 'b.txt',
      contentType: 'text/plain',
      contentLength: body.length,
    });
    expect((await use(upload, { body })).status).toBe(200);
    expect((await use(await teamA.sign('downloads', { key: 'b.txt' }))).status).toBe(404);
    expect((await use(await teamB.sign('downloads', { key: 'b.txt' }))).text).toBe(body);
  });
});

describe('lifetimes', () => {
  it('says what limited them', async () => {
    expect(await teamB.sign('downloads', { key: 'x' })).toMatchObject({
      expiresIn: 300,
      limitedBy: 'default',
    });
    expect(await teamB.sign('downloads', { key: 'x', expiresIn: 60 })).toMatchObject({
      expiresIn: 60,
      limitedBy: 'request',
    });
    expect(await teamB.sign('downloads', { key: 'x', expiresIn: 7200 })).toMatchObject({
      expiresIn: 3600,
      limitedBy: 'policy',
    });
  });

  it('refuses what would be shorter than minValidity', async () => {
    const refused = await teamB.post('/downloads', { key: 'x', expiresIn: 7200, minValidity: 3601 });
    expect(refused).toMatchObject({ status: 422, json: { code: 'validity_too_short' } });
    expect((await teamB.post('/downloads', { key: 'x', expiresIn: 7200, minValidity: 3600 })).status).toBe(
      200,
    );
  });

  it('ends when the answer says', async () => {
    const { url, expiresAt } = await teamA.sign('downloads', { key: 'plain.txt', expiresIn: 1 });
    const wait = Date.parse(expiresAt) + 1000 - Date.now();
    await new Promise((resolve) => setTimeout(resolve, wait));
    const late = await use({ url, method: 'GET', headers: {} } as never);
    expect(late.status).toBe(403);
    expect(late.text).toContain('<Code>AccessDenied</Code>');
  });
});

describe('the tutorial’s routes', () => {
  it('answer as the tutorial’s Lambda did', async () => {
    const put = await teamA.send<{ body: string }>('/v1/tenants/team-a/signed-url-put?key=tutorial.txt');
    expect(put.json).toEqual({
      statusCode: 200,
      body: expect.stringMatching(/^\{"url":"http[^"]*"\}$/) as string,
    });
    const { url } = JSON.parse(put.json.body) as { url: string };
    expect((await use({ url, method: 'PUT', headers: {} } as never, { body })).status).toBe(200);

    const get = await teamA.send<{ body: string }>('/v1/tenants/team-a/signed-url-get?key=tutorial.txt');
    const signed = JSON.parse(get.json.body) as { url: string };
    expect((await use({ url: signed.url, method: 'GET', headers: {} } as never)).text).toBe(body);
  });

  it('are not there for a tenant that did not ask for them, nor at the root of a process with several tenants', async () => {
    expect(await teamB.send('/v1/tenants/team-b/signed-url-get?key=x')).toMatchObject({
      status: 404,
      json: { code: 'not_found' },
    });
    expect(await teamA.send('/signed-url-get?key=x')).toMatchObject({
      status: 404,
      json: { code: 'not_found' },
    });
  });
});
