import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, inject, it } from 'vitest';
import type { SigningAnswer } from '../../apps/api/src/signing/signing.response.js';
import { ApiClient, use } from '../support/clients/api-client.js';

const ready = inject('ready');
const client = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const body = 'exactly this';

describe('a signed upload', () => {
  let upload: SigningAnswer;
  beforeAll(async () => {
    upload = await client.sign('uploads', {
      key: 'altered/file.txt',
      contentType: 'text/plain',
      contentLength: body.length,
      checksum: { algorithm: 'SHA256', value: createHash('sha256').update(body).digest('base64') },
      metadata: { origin: 'web' },
    });
  });

  const withParameter = (name: string, value: string) => {
    const url = new URL(upload.url);
    url.searchParams.set(name, value);
    return url.href;
  };
  const withHeader = (name: string, value: string) => ({ headers: { ...upload.headers, [name]: value } });

  it('is accepted as it is', async () => {
    expect((await use(upload, { body })).status).toBe(200);
  });

  it.each<[string, () => Parameters<typeof use>[1]]>([
    ['method', () => ({ method: 'DELETE' })],
    ['key', () => ({ url: upload.url.replace('file.txt', 'other.txt') })],
    ['bucket', () => ({ url: upload.url.replace('team-a-files', 'team-b-files') })],
    ['host', () => withHeader('host', 'elsewhere.example')],
    ['expiry', () => ({ url: withParameter('X-Amz-Expires', '604800') })],
    ['date', () => ({ url: withParameter('X-Amz-Date', '20300101T000000Z') })],
    ['signature', () => ({ url: withParameter('X-Amz-Signature', '0'.repeat(64)) })],
    ['signing id', () => ({ url: withParameter('x-signing-id', '01ARZ3NDEKTSV4RRFFQ69G5FAV') })],
    ['content-type', () => withHeader('content-type', 'text/html')],
    ['checksum', () => withHeader('x-amz-checksum-sha256', Buffer.alloc(32).toString('base64'))],
    ['metadata', () => withHeader('x-amz-meta-origin', 'elsewhere')],
    ['an added parameter', () => ({ url: withParameter('response-content-type', 'text/html') })],
    ['an added x-amz header', () => withHeader('x-amz-acl', 'public-read')],
    ['a token that it has not', () => ({ url: withParameter('X-Amz-Security-Token', 'x') })],
    ['a signed header left out', () => ({ headers: { 'content-type': 'text/plain' } })],
    ['body size', () => ({ body: `${body}!` })],
    ['body', () => ({ body: 'exactly that' })],
  ])('is refused with another %s', async (_, change) => {
    const { status } = await use(upload, { body, ...change() });
    expect([400, 403]).toContain(status);
  });
});
