import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { put, send, sign, startTwoTeams } from '../testing/harness.js';
import type { CorsRule, EmbeddedS3 } from './index.js';

const ORIGIN = 'https://app.example';
const RULE: CorsRule = {
  AllowedOrigins: [ORIGIN],
  AllowedMethods: ['GET', 'PUT'],
  AllowedHeaders: ['content-type', 'x-amz-meta-*'],
  ExposeHeaders: ['ETag', 'x-amz-request-id'],
  MaxAgeSeconds: 3600,
};
let s3: EmbeddedS3;
beforeAll(async () => {
  s3 = await startTwoTeams({ cors: [RULE] });
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
      'access-control-request-headers': 'Content-Type,x-amz-meta-origin',
    });
    expect(status).toBe(200);
    expect(headers).toMatchObject({
      'access-control-allow-origin': ORIGIN,
      'access-control-allow-credentials': 'true',
      'access-control-allow-methods': 'GET, PUT',
      'access-control-allow-headers': 'content-type, x-amz-meta-origin',
      'access-control-max-age': '3600',
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    });
  });

  it('may read the headers that the rule exposes', async () => {
    const { headers } = await send(sign(s3, {}), { headers: { origin: ORIGIN } });
    expect(headers['access-control-expose-headers']).toBe('ETag, x-amz-request-id');
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
    [{ origin: ORIGIN, 'access-control-request-method': 'DELETE' }, 403, 'AccessForbidden'],
    [
      {
        origin: ORIGIN,
        'access-control-request-method': 'PUT',
        'access-control-request-headers': 'content-type,content-md5',
      },
      403,
      'AccessForbidden',
    ],
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

describe('rules', () => {
  it('may have every origin, or those of a pattern; the first that fits counts', async () => {
    const some = { ...RULE, AllowedOrigins: ['https://*.example'] };
    const open = await startTwoTeams({ cors: [some, { ...RULE, AllowedOrigins: ['*'] }] });
    expect(await allowedFor(open, 'https://a.b.example')).toBe('https://a.b.example');
    expect(await allowedFor(open, 'https://.exampl')).toBe('*');
    expect(await allowedFor(open, 'null')).toBe('*');
    await open.close();
  });

  it('are none without being told, and can be replaced', async () => {
    const server = await startTwoTeams();
    expect(await allowedFor(server, ORIGIN)).toBeUndefined();
    server.putCors([RULE]);
    expect(await allowedFor(server, ORIGIN)).toBe(ORIGIN);
    await server.close();
  });
});

async function allowedFor({ endpoint }: EmbeddedS3, origin: string): Promise<string | undefined> {
  const { headers } = await send(`${endpoint}/team-a/a.txt`, { headers: { origin } });
  return headers['access-control-allow-origin'];
}
