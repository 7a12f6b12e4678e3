import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put, send, sign, startTwoTeams } from '../testing/harness.js';
import type { EmbeddedS3 } from './index.js';

const ORIGIN = 'https://app.example';
let s3: EmbeddedS3;
beforeAll(async () => {
  s3 = await startTwoTeams({ corsOrigins: [ORIGIN] });
  await put(s3, 'a.txt', 'hello', { 'x-amz-meta-origin': 'web' });
});
afterAll(() => s3.close());

const preflight = (headers: Record<string, string>) =>
  send(`${s3.endpoint}/team-a/a.txt`, { method: 'OPTIONS', headers });

describe('a page of an allowed origin', () => {
  it('may ask before it sends, without a signature', async () => {
    const { status, headers } = await preflight({
      origin: ORIGIN,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,x-amz-meta-origin',
    });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-methods': 'GET, PUT, HEAD, POST, DELETE',
      'access-control-allow-headers': 'content-type,x-amz-meta-origin',
      vary: 'Origin',
    });
  });

  it('may read the headers that S3 makes', async () => {
    const { headers } = await send(sign(s3, {}), { headers: { origin: ORIGIN } });
    const exposed = String(headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(expect.arrayContaining(['etag', 'x-amz-meta-origin', 'x-amz-request-id']));
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  });

  it('may read why it was refused', async () => {
    const { status, headers } = await send(`${s3.endpoint}/team-a/a.txt`, { headers: { origin: ORIGIN } });
    expect(status).toBe(403);
    expect(headers['access-control-allow-origin']).toBe(ORIGIN);
  });
});

describe('any other page', () => {
  it.each([
    [{ origin: 'https://evil.example', 'access-control-request-method': 'PUT' }, 403, 'AccessForbidden'],
    [{ origin: ORIGIN, 'access-control-request-method': 'PATCH' }, 403, 'AccessForbidden'],
    [{ origin: ORIGIN }, 400, 'BadRequest'],
    [{}, 400, 'BadRequest'],
  ])('may not: %o', async (headers, status, code) => {
    const answer = await preflight(headers);
    expect(answer).toMatchObject({ status, code });
    expect(answer.headers).not.toHaveProperty('access-control-allow-methods');
  });

  it('may send a signed request, but read nothing of it', async () => {
    const answer = await send(sign(s3, {}), { headers: { origin: 'https://evil.example' } });
    expect(answer.status).toBe(200);
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

it('allows every origin where told so', async () => {
  const open = await startTwoTeams({ corsOrigins: ['*'] });
  const { headers } = await send(`${open.endpoint}/team-a/a.txt`, { headers: { origin: 'null' } });
  expect(headers['access-control-allow-origin']).toBe('null');
  await open.close();
});
