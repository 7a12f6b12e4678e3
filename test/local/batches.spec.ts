import { expect, inject, it } from 'vitest';
import type { FormAnswer } from '../../apps/api/src/signing/form.response.js';
import type { SigningAnswer } from '../../apps/api/src/signing/signing.response.js';
import { ApiClient, use } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { multipartForm, partsOf } from '../support/clients/multipart-form.js';

const ready = inject('ready');
const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);

interface Answer<Result = SigningAnswer> {
  readonly results: (Result & { readonly status: number })[];
}

async function batch<Result = SigningAnswer>(operations: object[]): Promise<Answer<Result>['results']> {
  const { status, json, text } = await teamA.post<Answer<Result>>('/batches', { operations });
  expect(status, text).toBe(200);
  return json.results;
}

it('a hundred files go up, are looked at, come back and go away by batches', async () => {
  const keys = Array.from({ length: 100 }, (_, i) => `batches/ü ${i}.txt`);
  const all = (operation: string, more: object = {}) =>
    batch(keys.map((key) => ({ operation, key, ...more })));
  const uploads = await all('upload', { contentType: 'text/plain' });
  for (const [i, upload] of uploads.entries())
    expect((await use(upload, { body: `file ${i}` })).status).toBe(200);
  for (const head of await all('head')) expect((await use(head)).headers['content-length']).toMatch(/^[67]$/);
  for (const [i, download] of (await all('download')).entries()) {
    expect((await use(download)).text).toBe(`file ${i}`);
  }
  for (const deletion of await all('delete')) expect((await use(deletion)).status).toBe(204);
  for (const download of await all('download')) expect((await use(download)).status).toBe(404);
});

it('a form of a batch is a form', async () => {
  const [form] = await batch<FormAnswer>([{ operation: 'upload-form', keyPrefix: 'batches/' }]);
  const body = multipartForm(partsOf(form!.fields, 'posted', 'cat.txt'));
  expect((await send(form!.url, { method: form!.method, ...body })).status).toBe(201);
  const [download] = await batch([{ operation: 'download', key: 'batches/cat.txt' }]);
  expect((await use(download!)).text).toBe('posted');
});
