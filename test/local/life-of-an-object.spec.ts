import { createHash, randomBytes } from 'node:crypto';
import { describe, expect, inject, it } from 'vitest';
import type { MultipartUploadAnswer } from '../../apps/api/src/features/multipart-uploads/multipart.responses.js';
import type { ObjectsAnswer } from '../../apps/api/src/features/objects/objects.response.js';
import type { UploadAnswer } from '../../apps/api/src/features/uploads/upload.response.js';
import { Documented, type OpenApi } from '../support/checks/documented.js';
import { ApiClient, use, type JsonResponse } from '../support/clients/api-client.js';
import { send } from '../support/clients/http.js';
import { MultipartClient } from '../support/clients/multipart-client.js';

const ready = inject('ready');
const teamA = new ApiClient(ready.url, 'team-a', ready.tenants['team-a']!.token);
const documented = new Documented(JSON.parse((await send(`${ready.url}/openapi.json`)).text) as OpenApi);
const operations = documented.operations();
const body = randomBytes(6 * 1024 ** 2);
const PLAN = { contentType: 'video/mp4', contentLength: body.length, partSize: 5 * 1024 ** 2 };

/** Expects an answer that the OpenAPI document describes, and returns it. */
async function held<T>(operationId: string, asked: Promise<JsonResponse<T>>): Promise<JsonResponse<T>> {
  const answer = await asked;
  const operation = operations.find((each) => each.operationId === operationId)!;
  expect(documented.errors(operation, answer)).toEqual([]);
  return answer;
}
const list = (query: string) =>
  held('listObjects', teamA.send<ObjectsAnswer>(`/v1/tenants/team-a/objects?${query}`));
const confirm = (receipt: unknown) => held('confirmUpload', teamA.post('/confirmations', { receipt }));

describe('npm start', () => {
  it('takes a large object in parts, lists it and gives it back', async () => {
    const key = 'life/holiday 2026.mp4';
    const created = await held(
      'createMultipartUpload',
      teamA.post<MultipartUploadAnswer>('/multipart-uploads', { key, ...PLAN }),
    );
    const upload = new MultipartClient(teamA, created.json);
    const early = await held('completeMultipartUpload', upload.complete());
    expect([early.status, early.json.code]).toEqual([409, 'retry_upload']);
    await held('signParts', upload.sign([{ partNumber: 2 }]));
    const parts = await upload.put(body);
    await held('listParts', upload.list());
    const completed = await held('completeMultipartUpload', upload.complete({ parts }));
    expect(completed.status).toBe(200);

    const { json } = await list('prefix=life/');
    expect(json.items).toEqual([
      expect.objectContaining({ key, size: body.length, etag: completed.json.etag }),
    ]);
    const got = await use(await teamA.sign('downloads', { key }));
    expect(got.body.equals(body)).toBe(true);
  });

  it('forgets an upload that is given up', async () => {
    const upload = await MultipartClient.create(teamA, { key: 'life/never.mp4', ...PLAN });
    for (const times of [1, 2]) {
      expect((await held('abortMultipartUpload', upload.abort())).status, `${times}`).toBe(204);
    }
    for (const [operationId, asked] of [
      ['listParts', upload.list()],
      ['completeMultipartUpload', upload.complete()],
      ['signParts', upload.by(teamA, 'x').sign([{ partNumber: 1 }])],
    ] as const) {
      const { status, json } = await held<{ code: string }>(operationId, asked);
      expect([status, json.code]).toEqual([409, 'upload_not_active']);
    }
    expect((await list('prefix=life/never')).json.items).toEqual([]);
  });

  it('lists page by page', async () => {
    for (const name of ['1', '2', '3'])
      await use(await teamA.sign('uploads', { key: `pages/${name}` }), { body: name });
    const first = await list('prefix=pages/&limit=2');
    const second = await list(`limit=2&cursor=${first.json.nextCursor}`);
    expect([...first.json.items, ...second.json.items].map(({ key }) => key)).toEqual([
      'pages/1',
      'pages/2',
      'pages/3',
    ]);
    expect(second.json).not.toHaveProperty('nextCursor');
    expect((await list('cursor=x')).status).toBe(400);
  });

  it('confirms that an object arrived', async () => {
    const key = 'confirmed.txt';
    const value = createHash('sha256').update('hello').digest('base64');
    const upload: UploadAnswer = await teamA.sign('uploads', {
      key,
      contentType: 'text/plain',
      contentLength: 5,
      checksum: { algorithm: 'SHA256', value },
      receipt: true,
    });
    expect((await confirm(upload.receipt)).status).toBe(409);
    expect((await use(upload, { body: 'hello' })).status).toBe(200);
    expect((await confirm(upload.receipt)).json).toMatchObject({ confirmed: true, key, size: 5 });
    expect((await confirm('x')).status).toBe(400);
  });
});
