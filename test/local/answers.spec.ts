import { connect } from 'node:net';
import { describe, expect, inject, it } from 'vitest';
import { ApiClient } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';

const ready = inject('ready');
const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const teamB = new ApiClient(ready.url, 'team-b', ready.tenants['team-b']!.token);
const foreign = new ApiClient(ready.url, 'team-b', teamA.token);
const unknown = new ApiClient(ready.url, 'no-such-team', teamA.token);
const json = { 'content-type': 'application/json' };

describe('every answer', () => {
  it('carries the request id, and is kept by no one', async () => {
    const answer = await teamA.send('/v1/tenants/team-a/downloads', {
      method: 'POST',
      headers: { ...json, 'x-request-id': 'my-id_1' },
      body: '{"key":"x"}',
    });
    expect(answer.headers).toMatchObject({
      'x-request-id': 'my-id_1',
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    });
  });

  it.each(['', 'a b', 'ä', 'x'.repeat(129)])('gets an id of its own instead of %j', async (id) => {
    const { headers } = await send(`${ready.url}/health/live`, {
      headers: { 'x-request-id': encodeURI(id) },
    });
    expect(headers['x-request-id']).toMatch(/^[\w-]{36}$/);
  });
});

describe('problems', () => {
  const refusals: [string, number, string, () => Promise<{ status: number; json: unknown }>][] = [
    [
      'no JSON',
      400,
      'malformed_json',
      () => teamA.send('/v1/tenants/team-a/downloads', { method: 'POST', headers: json, body: '{"key' }),
    ],
    [
      'an empty body',
      400,
      'malformed_json',
      () => teamA.send('/v1/tenants/team-a/downloads', { method: 'POST', headers: json }),
    ],
    [
      'a field that is not known',
      400,
      'invalid_request',
      () => teamA.post('/downloads', { key: 'x', colour: 'red' }),
    ],
    ['null', 400, 'invalid_request', () => teamA.post('/downloads', { key: 'x', expiresIn: null })],
    ['a list', 400, 'invalid_request', () => teamA.post('/downloads', [])],
    ['no key', 400, 'invalid_request', () => teamA.post('/downloads', {})],
    ['eight days', 400, 'invalid_request', () => teamA.post('/downloads', { key: 'x', expiresIn: 691_200 })],
    ['an empty key', 400, 'invalid_key', () => teamA.post('/downloads', { key: '' })],
    ['dot segments', 400, 'invalid_key', () => teamA.post('/downloads', { key: 'a/../b' })],
    ['1,025 bytes', 400, 'invalid_key', () => teamA.post('/uploads', { key: 'x'.repeat(1025) })],
    [
      'no size where it is limited',
      400,
      'content_length_required',
      () => teamB.post('/uploads', { key: 'x', contentType: 'text/plain' }),
    ],
    [
      'too large an upload',
      400,
      'invalid_request',
      () => teamB.post('/uploads', { key: 'x', contentType: 'text/plain', contentLength: 10_485_761 }),
    ],
    [
      'a type that is not allowed',
      400,
      'invalid_request',
      () => teamB.post('/uploads', { key: 'x', contentType: 'text/html', contentLength: 1 }),
    ],
    [
      'the default type where it is not allowed',
      400,
      'invalid_request',
      () => teamB.post('/uploads', { key: 'x', contentLength: 1 }),
    ],
    [
      'HTML inline',
      400,
      'invalid_request',
      () => teamB.post('/downloads', { key: 'x', inline: true, contentType: 'text/html' }),
    ],
    [
      'inline without a type',
      400,
      'invalid_request',
      () => teamB.post('/downloads', { key: 'x', inline: true }),
    ],
    [
      'a checksum of the wrong length',
      400,
      'invalid_request',
      () => teamA.post('/uploads', { key: 'x', checksum: { algorithm: 'SHA256', value: 'AAAAAA==' } }),
    ],
    ['a foreign tenant', 403, 'access_denied', () => foreign.post('/downloads', { key: 'x' })],
    ['an unknown tenant', 403, 'access_denied', () => unknown.post('/downloads', { key: 'x' })],
    ['no route', 404, 'not_found', () => teamA.send('/v1/nothing')],
    ['another method', 405, 'method_not_allowed', () => teamA.send('/v1/tenants/team-a/downloads')],
    [
      'another method with a body of another type',
      405,
      'method_not_allowed',
      () =>
        teamA.send('/health/live', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' }),
    ],
    [
      'a method that few servers know',
      405,
      'method_not_allowed',
      () => teamA.send('/health/live', { method: 'QUERY' }), // Fastify requires a content-type for this method
    ],
    [
      'HTML wanted',
      406,
      'not_acceptable',
      () =>
        teamA.send('/v1/tenants/team-a/downloads', {
          method: 'POST',
          headers: { ...json, accept: 'text/html' },
          body: '{"key":"x"}',
        }),
    ],
    ['20 KiB', 413, 'body_too_large', () => teamA.post('/downloads', { key: 'x'.repeat(20_000) })],
    [
      'a segment of 9,000 characters',
      414,
      'uri_too_long',
      () => teamA.send(`/v1/tenants/${'x'.repeat(9000)}/downloads`),
    ],
    [
      'a form',
      415,
      'unsupported_media_type',
      () =>
        teamA.send('/v1/tenants/team-a/downloads', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'key=x',
        }),
    ],
    [
      'plain text',
      415,
      'unsupported_media_type',
      () =>
        teamA.send('/v1/tenants/team-a/downloads', {
          method: 'POST',
          headers: { 'content-type': 'text/plain' },
          body: '{"key":"x"}',
        }),
    ],
    ['a path that can’t be decoded', 400, 'invalid_request', () => teamA.send('/v1/tenants/%zz/downloads')],
    [
      'too many headers',
      431,
      'headers_too_large',
      () => teamA.send('/health/live', { headers: { 'x-long': 'x'.repeat(20_000) } }),
    ],
  ];

  it.each(refusals)('%s: %i %s', async (_, status, code, call) => {
    const answer = await call();
    expect(answer.status).toBe(status);
    expect(answer.json).toMatchObject({ status, code, type: `urn:tenant-presign:problem:${code}` });
    expect(Object.keys(answer.json as object)).toEqual(
      expect.arrayContaining(['title', 'detail', 'requestId']),
    );
    expect((answer as { headers?: Record<string, string> }).headers).toMatchObject({
      'content-type': expect.stringContaining('application/problem+json') as string,
    });
  });

  it('say nothing about what exists', async () => {
    const toForeign = await foreign.post('/downloads', { key: 'x' });
    const toUnknown = await unknown.post('/downloads', { key: 'x' });
    expect(toForeign.json).toEqual({ ...(toUnknown.json as object), requestId: toForeign.json.requestId });
  });

  it('ask for a token', async () => {
    const { status, headers } = await send(`${ready.url}/v1/tenants/team-a/downloads`, {
      method: 'POST',
      headers: json,
      body: '{"key":"x"}',
    });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toMatch(/^Bearer/);
  });

  it('answer also what is no HTTP', async () => {
    const { hostname, port } = new URL(ready.url);
    const answer = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => socket.write('NONSENSE\r\n\r\n'));
      socket.on('data', (chunk) => (text += chunk.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"invalid_request"/);
  });

  it('name every error at once, by pointer', async () => {
    const { json: problem } = await teamA.post('/uploads', {
      key: 1,
      contentLength: -1,
      checksum: { algorithm: 'MD5', value: '' },
    });
    expect(problem.errors?.map(({ pointer }) => pointer).sort()).toEqual([
      '#/checksum/algorithm',
      '#/checksum/value',
      '#/contentLength',
      '#/key',
    ]);
  });
});

describe('health', () => {
  it('is a status on the public port, and has reasons on the other', async () => {
    for (const probe of ['live', 'ready']) {
      expect(JSON.parse((await send(`${ready.url}/health/${probe}`)).text)).toEqual({ status: 'up' });
      expect(JSON.parse((await send(`${ready.management}/health/${probe}`)).text)).toMatchObject({
        status: 'up',
        reasons: [],
      });
    }
  });
});
