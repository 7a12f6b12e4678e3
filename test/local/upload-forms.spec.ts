import { describe, expect, inject, it } from 'vitest';
import type { FormAnswer } from '../../apps/api/src/signing/form.response.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { multipartForm, partsOf } from '../support/clients/multipart-form.js';

const ready = inject('ready');
const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const teamB = new ApiClient(ready.url, 'team-b', ready.tenants['team-b']!.token);
const FILE = 'hello from a form';

async function formOf(client: ApiClient, body: object): Promise<FormAnswer> {
  const { status, json, text } = await client.post<FormAnswer>('/upload-forms', body);
  expect(status, text).toBe(200);
  return json;
}

/** Posts a signed form. @param change fields that replace those of the form */
const post = ({ url, method, fields }: FormAnswer, file = FILE, change: object = {}, filename?: string) =>
  send(url, { method, ...multipartForm(partsOf({ ...fields, ...change }, file, filename)) });

const fetched = async (key: string) => (await use(await teamA.sign('downloads', { key }))).text;

describe('a form', () => {
  it('stores the file, and S3 says where', async () => {
    const form = await formOf(teamA, {
      key: 'forms/ü a.txt',
      contentType: 'text/plain',
      metadata: { origin: 'web' },
    });
    const answer = await post(form);
    expect(answer.status, answer.text).toBe(201);
    expect(answer.text).toContain('<Key>forms/ü a.txt</Key>');
    const download = await use(await teamA.sign('downloads', { key: 'forms/ü a.txt' }));
    expect(download).toMatchObject({ status: 200, text: FILE });
    expect(download.headers).toMatchObject({ 'content-type': 'text/plain', 'x-amz-meta-origin': 'web' });
  });

  it('works as a browser sends it', async () => {
    const form = await formOf(teamA, { key: 'forms/browser.bin', successStatus: 204 });
    const data = new FormData();
    for (const [name, value] of Object.entries(form.fields)) data.append(name, value);
    data.append('file', new Blob([FILE]), 'any name.bin');
    expect((await fetch(form.url, { method: form.method, body: data })).status).toBe(204);
    expect(await fetched('forms/browser.bin')).toBe(FILE);
  });

  it('for a prefix takes the file’s name', async () => {
    const form = await formOf(teamA, { keyPrefix: 'forms/inbox/' });
    expect((await post(form, FILE, {}, 'cat.jpg')).status).toBe(201);
    expect(await fetched('forms/inbox/cat.jpg')).toBe(FILE);
    expect((await post(form, FILE, { key: 'forms/elsewhere.jpg' })).status).toBe(403);
  });

  it('of a tenant that limits uploads takes a file up to the limit, without its size being known', async () => {
    const form = await formOf(teamB, { key: 'forms/limited.txt', contentType: 'text/plain' });
    expect((await post(form, 'x'.repeat(10 * 1024 ** 2))).status).toBe(201);
    expect((await post(form, 'x'.repeat(10 * 1024 ** 2 + 1))).status).toBe(400);
  });
});

describe('a signed form', () => {
  const request = {
    key: 'forms/altered.txt',
    contentType: 'text/plain',
    metadata: { origin: 'web' },
    contentLengthRange: { min: 5, max: 20 },
  };

  it('is accepted as it is', async () => {
    expect((await post(await formOf(teamA, request))).status).toBe(201);
  });

  it.each<[string, object, string?]>([
    ['key', { key: 'forms/other.txt' }],
    ['bucket', { bucket: 'team-b-files' }],
    ['type', { 'Content-Type': 'text/html' }],
    ['metadata', { 'x-amz-meta-origin': 'elsewhere' }],
    ['status', { success_action_status: '200' }],
    ['date', { 'x-amz-date': '20300101T000000Z' }],
    ['signature', { 'x-amz-signature': '0'.repeat(64) }],
    [
      'policy',
      { policy: Buffer.from('{"expiration":"2030-01-01T00:00:00Z","conditions":[]}').toString('base64') },
    ],
    ['a field more', { acl: 'public-read' }],
    ['a file too small', {}, '1234'],
    ['a file too large', {}, 'x'.repeat(21)],
  ])('is refused with another %s', async (_, change, file = FILE) => {
    const { status } = await post(await formOf(teamA, request), file, change);
    expect([400, 403]).toContain(status);
  });
});
