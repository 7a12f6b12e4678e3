import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NOW, TEAM_A, TEAM_B, get, put, send, sign, startTwoTeams } from '../testing/harness.js';
import type { EmbeddedS3 } from './index.js';

// These specs check that unsigned and unsupported requests are refused in S3's form.

let s3: EmbeddedS3;
let now = NOW;
beforeAll(async () => {
  s3 = await startTwoTeams({ now: () => new Date(now * 1000) });
  await put(s3, 'a.txt', 'hello');
  await put(s3, 'b.txt', 'of team b', {}, { bucket: 'team-b', credentials: TEAM_B });
});
afterAll(() => s3.close());

const methods = ['GET', 'PUT', 'POST', 'DELETE'];

describe('who may come in', () => {
  it.each(['/team-a/a.txt', '/team-a', '/', '/nobodys/a.txt', '/health', '/_fauxqs/queues'])(
    'no one without a signature, at %s',
    async (path) => {
      for (const method of methods) {
        const body = method === 'PUT' || method === 'POST' ? 'Action=GetCallerIdentity' : '';
        const answer = await send(s3.endpoint + path, { method, body });
        expect(answer).toMatchObject({ status: 403, code: 'AccessDenied' });
      }
    },
  );

  it('no one with the credentials of another bucket', async () => {
    const foreign = { bucket: 'team-b', credentials: TEAM_A };
    for (const virtualHosted of [true, false]) {
      expect(await send(sign(s3, { key: 'b.txt' }, { ...foreign, virtualHosted }))).toMatchObject({
        status: 403,
        code: 'AccessDenied',
      });
    }
    expect(await put(s3, 'b.txt', 'mine now', {}, foreign)).toMatchObject({ status: 403 });
    const own = await send(sign(s3, { key: 'b.txt' }, { bucket: 'team-b', credentials: TEAM_B }));
    expect(own).toMatchObject({ status: 200, text: 'of team b' });
  });

  it('no one into a bucket that is not there', async () => {
    const answer = await send(sign(s3, { key: 'a.txt' }, { bucket: 'nobodys' }));
    expect(answer).toMatchObject({ status: 404, code: 'NoSuchBucket' });
  });

  it('no one who expects another owner', async () => {
    const name = 'x-amz-expected-bucket-owner';
    expect(await get(s3, 'a.txt', { headers: { [name]: '111111111111' } })).toMatchObject({ status: 200 });
    expect(await get(s3, 'a.txt', { headers: { [name]: '222222222222' } })).toMatchObject({
      status: 403,
      code: 'AccessDenied',
    });
  });

  it('someone with a session, until it ends', async () => {
    const session = {
      ...TEAM_A,
      accessKeyId: 'ASIATEAMA',
      sessionToken: 'token',
      expiration: new Date((NOW + 60) * 1000),
    };
    const url = sign(s3, {}, { credentials: session });
    expect(await send(url)).toMatchObject({ status: 403, code: 'InvalidAccessKeyId' });
    s3.addCredentials('team-a', session);
    expect(await send(url)).toMatchObject({ status: 200 });
    try {
      now = NOW + 61;
      expect(await send(url)).toMatchObject({ status: 400, code: 'ExpiredToken' });
    } finally {
      now = NOW;
    }
    expect(() => s3.addCredentials('nobodys', session)).toThrow('no bucket');
    expect(() => s3.addCredentials('team-b', { ...session, secretAccessKey: 'x' })).toThrow('given twice');
  });
});

describe('a URL', () => {
  it('is refused with one thing altered', async () => {
    const url = sign(s3, { key: 'a.txt', query: { 'response-content-type': 'text/plain' } });
    expect(await send(url)).toMatchObject({ status: 200 });
    const alterations: [string | RegExp, string][] = [
      ['/a.txt', '/b.txt'],
      ['/team-a/', '/team-b/'],
      ['X-Amz-Expires=900', 'X-Amz-Expires=901'],
      ['text%2Fplain', 'text%2Fhtml'],
      ['&response-content-type=text%2Fplain', ''],
      [/$/, '&response-cache-control=x'],
      [/$/, '&x-id=GetObject'],
      ['localhost:', '127.0.0.1:'],
    ];
    for (const [from, to] of alterations) {
      expect(await send(url.replace(from, to))).toMatchObject({ status: 403, code: 'SignatureDoesNotMatch' });
    }
    expect(await send(url, { method: 'HEAD' })).toMatchObject({ status: 403, text: '' });
    expect(await send(url, { method: 'DELETE' })).toMatchObject({
      status: 403,
      code: 'SignatureDoesNotMatch',
    });
    expect(await send(url, { headers: { 'x-amz-meta-a': 'b' } })).toMatchObject({ code: 'AccessDenied' });
  });

  it('is refused after its end', async () => {
    const url = sign(s3, { expiresIn: 60 });
    try {
      now = NOW + 59;
      expect(await send(url)).toMatchObject({ status: 200 });
      now = NOW + 60;
      const { status, text } = await send(url);
      expect(status).toBe(403);
      expect(text).toContain('<Code>AccessDenied</Code><Message>Request has expired</Message>');
      expect(text).toContain('<Expires>2026-11-24T12:01:00Z</Expires>');
    } finally {
      now = NOW;
    }
  });

  it('is refused before the body of an upload is read', async () => {
    const socket = connect(s3.port, '127.0.0.1');
    socket.write(`PUT /team-a/a.txt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000\r\n\r\n`);
    const answer = await new Promise<string>((resolve) =>
      socket.once('data', (data) => resolve(String(data))),
    );
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });
});

describe('what is not served', () => {
  const QUERIES = [
    'tagging',
    'acl',
    'retention',
    'legal-hold',
    'versionId=1',
    'renameObject',
    'attributes',
    'cors',
    'policy',
  ];

  it.each(QUERIES)('?%s of an object', async (query) => {
    const [name = '', value = ''] = query.split('=');
    for (const method of ['GET', 'PUT', 'DELETE'] as const) {
      const headers = method === 'PUT' ? { 'content-length': '5' } : {};
      const url = sign(s3, { method, query: { [name]: value }, headers });
      const body = method === 'PUT' ? { body: 'other' } : {};
      expect(await send(url, { method, headers, ...body })).toMatchObject({
        status: 501,
        code: 'NotImplemented',
      });
    }
    expect(await get(s3, 'a.txt')).toMatchObject({ status: 200, text: 'hello' });
  });

  it.each(['versioning', 'lifecycle', 'acl', 'cors', 'policy', 'versions'])(
    '?%s of a bucket',
    async (name) => {
      for (const method of ['GET', 'PUT', 'DELETE'] as const) {
        const url = sign(s3, { method, key: '', query: { [name]: '' } });
        expect(await send(url, { method, headers: { 'content-length': '0' } })).toMatchObject({
          status: 501,
        });
      }
    },
  );

  it.each(['PUT', 'DELETE'] as const)('%s of a bucket', async (method) => {
    const url = sign(s3, { method, key: '' });
    expect(await send(url, { method, headers: { 'content-length': '0' } })).toMatchObject({ status: 501 });
  });

  it('a copy from a bucket of others', async () => {
    const copy = { 'x-amz-copy-source': '/team-b/b.txt' };
    expect(await put(s3, 'copied.txt', '', copy)).toMatchObject({ status: 403, code: 'AccessDenied' });
  });

  it.each(['x-amz-acl', 'x-amz-storage-class', 'x-amz-object-lock-mode', 'x-amz-grant-read', 'if-match'])(
    '%s on an upload',
    async (name) => {
      expect(await put(s3, 'a.txt', 'other', { [name]: 'x' })).toMatchObject({
        status: 501,
        code: 'NotImplemented',
      });
      expect((await get(s3, 'a.txt')).text).toBe('hello');
    },
  );

  it.each(['PATCH', 'PROPFIND'])('%s', async (method) => {
    expect(await send(`${s3.endpoint}/team-a/a.txt`, { method })).toMatchObject({ code: 'AccessDenied' });
  });
});

describe('a request line that could be read in two ways', () => {
  it('reaches the bucket that its signature is checked for', async () => {
    const path = sign(s3, { key: '../team-b/b.txt' }).replace(/^http:\/\/[^/]*/, '');
    expect(await onTheWire(`GET ${path} HTTP/1.1`)).toMatch(/404 [\s\S]*NoSuchKey/);
    const encoded = path.replace('/team-a/../team-b/b.txt', '/team-a%2F..%2Fteam-b/b.txt');
    expect(await onTheWire(`GET ${encoded} HTTP/1.1`)).toMatch(/404 [\s\S]*NoSuchKey/);
    const folded = path.replace('/team-a/../team-b/b.txt', '/team-b/b.txt');
    expect(await onTheWire(`GET ${folded} HTTP/1.1`)).toMatch(/403 [\s\S]*SignatureDoesNotMatch/);
  });

  it.each(['http://localhost/team-a/a.txt', '*', '/team-a/%zz', '/team-a/%ff', '/team-a/a#b'])(
    'is refused as %s',
    async (target) => {
      expect(await onTheWire(`GET ${target} HTTP/1.1`)).toMatch(
        /^HTTP\/1\.1 400 [\s\S]*<Code>InvalidURI<\/Code>/,
      );
    },
  );

  it('is refused where it is no HTTP at all', async () => {
    expect(await onTheWire('HELLO')).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('an error answer', () => {
  it('has the form of S3', async () => {
    const { headers, text } = await get(s3, 'missing.txt');
    expect(headers['content-type']).toBe('application/xml');
    const requestId = String(headers['x-amz-request-id']);
    expect(requestId).toMatch(/^[0-9A-F]{16}$/);
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>NoSuchKey</Code><Message>The specified key does not exist.</Message>' +
        `<RequestId>${requestId}</RequestId><HostId>embedded-s3</HostId></Error>`,
    );
  });

  it('says at once that a body is too large', async () => {
    const headers = { 'content-length': String(256 * 1024 * 1024 + 1) };
    const url = sign(s3, { method: 'PUT', headers });
    expect(await send(url, { method: 'PUT', headers })).toMatchObject({
      status: 400,
      code: 'EntityTooLarge',
    });
  });

  it('wants a length before a body', async () => {
    const url = sign(s3, { method: 'PUT' });
    const chunked = { method: 'PUT', headers: { 'transfer-encoding': 'chunked' }, body: 'hello' };
    expect(await send(url, chunked)).toMatchObject({ status: 411, code: 'MissingContentLength' });
  });
});

/** Returns the answer to a request line that no HTTP client would send. */
function onTheWire(requestLine: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(s3.port, '127.0.0.1');
    socket.write(`${requestLine}\r\nHost: localhost:${s3.port}\r\nConnection: close\r\n\r\n`);
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
  });
}
