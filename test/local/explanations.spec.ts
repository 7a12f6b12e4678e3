import { describe, expect, inject, it } from 'vitest';
import type { ExplanationAnswer } from '../../apps/api/src/features/explanations/explanation.response.js';
import type { SigningAnswer } from '../../apps/api/src/signing/signing.response.js';
import { ApiClient, use } from '../support/clients/api-client.js';

const ready = inject('ready');
const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);

async function explain(body: object): Promise<ExplanationAnswer> {
  const { status, json, text } = await teamA.post<ExplanationAnswer>('/explanations', body);
  expect(status, text).toBe(200);
  return json;
}

/** Uses a URL wrongly, and asks for an explanation of S3's refusal. */
async function refused(
  answer: SigningAnswer,
  change: Parameters<typeof use>[1] & object,
): Promise<ExplanationAnswer> {
  const { url = answer.url, method = answer.method } = change;
  const { status, text } = await use(answer, change);
  expect(status).toBeGreaterThanOrEqual(400);
  return explain({ url, method, ...(text !== '' && { response: text }) });
}

describe('what the embedded S3 refuses is explained', () => {
  const key = 'explained.txt';

  it('another method', async () => {
    const answer = await teamA.sign('downloads', { key });
    expect(await refused(answer, { method: 'DELETE' })).toMatchObject({
      verdict: 'wrong_method',
      method: 'GET',
    });
  });

  it('another key', async () => {
    const answer = await teamA.sign('downloads', { key });
    expect(await refused(answer, { url: answer.url.replace(key, 'other.txt') })).toMatchObject({
      verdict: 'altered',
    });
  });

  it('a parameter lost', async () => {
    const answer = await teamA.sign('downloads', { key });
    const url = answer.url.replace(/X-Amz-Expires=\d+&/, '');
    expect(await refused(answer, { url })).toMatchObject({
      verdict: 'missing_parameter',
      parameter: 'X-Amz-Expires',
    });
  });

  it('a header that was not signed', async () => {
    const answer = await teamA.sign('uploads', { key });
    const headers = { ...answer.headers, 'x-amz-acl': 'public-read' };
    expect(await refused(answer, { headers, body: 'x' })).toMatchObject({
      verdict: 'unsigned_header',
      header: 'x-amz-acl',
    });
  });

  it('a URL used too late', async () => {
    const answer = await teamA.sign('downloads', { key, expiresIn: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(await refused(answer, {})).toMatchObject({ verdict: 'expired' });
  });

  it('an object that is not there', async () => {
    const answer = await teamA.sign('downloads', { key: 'nothing-here.txt' });
    expect(await refused(answer, {})).toMatchObject({ verdict: 'no_such_key' });
  });

  it('and what can’t be told is called unknown', async () => {
    const answer = await teamA.sign('uploads', { key, contentType: 'text/plain' });
    const headers = { 'content-type': 'text/html' };
    expect(await refused(answer, { headers, body: 'x' })).toMatchObject({ verdict: 'unknown' });
  });
});
