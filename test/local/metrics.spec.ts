import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiClient, use } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { startLocalProcess, type LocalProcess } from '../support/processes/local-process.js';

const json = { 'content-type': 'application/json' };

describe('GET /metrics on the management port', () => {
  let local: LocalProcess;
  let text: string;
  const secrets: string[] = ['demo', 'secret-key.txt', 'secret-id'];

  beforeAll(async () => {
    local = await startLocalProcess();
    const { url, management, tenants } = local.ready;
    const { token } = tenants['team-a']!;
    secrets.push(token);
    const client = new ApiClient(url, 'team-a', token);
    const upload = await client.sign('uploads', { key: 'secret-key.txt' });
    const download = await client.sign('downloads', { key: 'secret-key.txt' });
    for (const answer of [upload, download]) {
      secrets.push(answer.url, new URL(answer.url).searchParams.get('X-Amz-Signature')!);
    }
    await use(upload, { body: 'x' });
    await client.post('/downloads', { key: '../secret-key.txt' });
    await client.post('/batches', {
      operations: ['a', 'b', '../c'].map((key) => ({ operation: 'download', key })),
    });
    await client.send('/v1/tenants/team-a/objects?prefix=');
    for (const tenant of ['no-such-team', 'team-b']) {
      await client.send(`/v1/tenants/${tenant}/downloads`, { method: 'POST', headers: json, body: '{}' });
    }
    await send(`${url}/no/such/secret-id?a=b`, { headers: { 'x-request-id': 'secret-id' } });
    await send(`${url}/%zz`);
    await send(`${url}/v1/tenants/team-a/downloads`, { method: 'PURGE' });
    await send(url, { headers: { huge: 'x'.repeat(20_000) } });
    text = (await send(`${management}/metrics`)).text;
  });

  afterAll(() => local.stop());

  const value = (series: string) =>
    Number(
      text
        .split('\n')
        .find((line) => line.startsWith(`${series} `))
        ?.slice(series.length + 1),
    );
  const request = (method: string, route: string, status: number) =>
    value(
      `http_server_request_duration_seconds_count{http_request_method="${method}",http_route="${route}",` +
        `http_response_status_code="${status}"}`,
    );

  it('counts requests by route, method and status', () => {
    const downloads = '/v1/tenants/:tenant/downloads';
    expect(request('POST', '/v1/tenants/:tenant/uploads', 200)).toBe(1);
    expect(request('POST', downloads, 200)).toBe(1);
    expect(request('POST', downloads, 400)).toBe(1);
    expect(request('POST', downloads, 403)).toBe(2);
    expect(request('_OTHER', '*', 404)).toBe(1);
    expect(request('GET', '*', 404)).toBe(1);
  });

  it('counts what was handed out, in batches too', () => {
    expect(value('presign_signings_total{tenant="team-a",action="upload"}')).toBe(1);
    expect(value('presign_signings_total{tenant="team-a",action="download"}')).toBe(3);
    expect(value('presign_signing_duration_seconds_count')).toBe(4);
    expect(value('presign_audit_write_duration_seconds_count')).toBe(3);
    expect(value('presign_batch_operations_sum')).toBe(3);
  });

  it.each([
    ['team-a', 'invalid_key', 2],
    ['', 'access_denied', 2],
    ['', 'invalid_request', 1],
    ['', 'headers_too_large', 1],
  ])('counts refusals: %s %s', (tenant, code, count) => {
    expect(value(`presign_refusals_total{tenant="${tenant}",code="${code}"}`)).toBe(count);
  });

  it('times calls of S3', () => {
    const of = 'service="S3",operation="ListObjectsV2",status="200"';
    expect(value(`presign_aws_call_duration_seconds_count{${of}}`)).toBe(1);
  });

  it('names no tenant that it does not serve', () => {
    const tenants = new Set(Array.from(text.matchAll(/tenant="([^"]*)"/g), ([, id]) => id));
    expect(tenants).toEqual(new Set(['', 'team-a', 'team-b']));
  });

  it('holds no token, signature, URL, subject, key and path', () => {
    for (const secret of secrets) expect(text).not.toContain(secret);
    expect(text).not.toMatch(/X-Amz-|no-such/);
  });

  it('is on no other port', async () => {
    expect((await send(`${local.ready.url}/metrics`)).status).toBe(404);
  });
});
