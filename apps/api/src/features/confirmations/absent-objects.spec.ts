import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { startEmbeddedS3, type EmbeddedS3 } from '#embedded-s3';
import { ApiClient, use } from '../../../../../test/support/clients/api-client.js';
import { CompanionClient } from '../../../../../test/support/clients/companion-client.js';
import { TestIssuer } from '../../../../../test/support/fakes/issuer.js';
import { JwksServer } from '../../../../../test/support/fakes/jwks-server.js';
import { MisbehavingProxy } from '../../../../../test/support/fakes/misbehaving-proxy.js';
import { answers } from '../../../../../test/support/fakes/misbehaviour.js';
import { SLOW_DOWN, mayNotList, mayNotRead } from '../../../../../test/support/fakes/s3-answers.js';
import {
  CREDENTIALS,
  InProcessApi,
  tenantEntry,
} from '../../../../../test/support/processes/in-process-api.js';
import type { Problem } from '../../platform/problems/problem.js';
import type { MultipartUploadAnswer } from '../multipart-uploads/multipart.responses.js';
import type { UploadSessionAnswer } from '../upload-sessions/upload-session.response.js';
import type { UploadAnswer } from '../uploads/upload.response.js';

// The answers of S3 to HEAD for roles that may not list or read. None of them is a fault of the service.

const AUDIENCE = 'tenant-presign/test';
const UNKNOWN = 'The object does not exist, or the role may not read it.';
const BODY = 'hello';

const stack = new AsyncDisposableStack();
let s3: EmbeddedS3, front: MisbehavingProxy, api: InProcessApi, client: ApiClient;
beforeAll(async () => {
  s3 = await startEmbeddedS3({
    region: 'eu-west-1',
    buckets: [{ name: 'team-a-files', credentials: [CREDENTIALS] }],
  });
  stack.defer(() => s3.close());
  front = stack.use(await MisbehavingProxy.start(s3.endpoint));
  const server = stack.use(await JwksServer.start());
  const issuer = await TestIssuer.create({ issuer: server.url, audience: AUDIENCE });
  server.publishProvider(issuer.jwks);
  const tenant = tenantEntry('team-a', {
    endpoint: front.url,
    grants: [
      { actions: ['upload'], prefixes: [''] },
      { actions: ['download'], prefixes: ['readable/'], where: { '/groups': 'readers' } },
    ],
  });
  const platform = { name: 'platform', issuer: server.url, audience: AUDIENCE, tenants: '/tenants' };
  api = stack.use(await InProcessApi.start({ issuers: [platform], tenants: [tenant] }, Date.now));
  client = new ApiClient(api.url, 'team-a', await issuer.token({ tenants: ['team-a'] }));
});
afterAll(() => stack.disposeAsync());
beforeEach(() => front.behave());

let number = 0;
const newKey = (folder = 'in/') => `${folder}${(number += 1)}.txt`;
const warnings = async () => (await api.log()).split('\n').filter((line) => line.includes('"level":"warn"'));

async function signed(key = newKey()): Promise<UploadAnswer> {
  const request = { key, contentType: 'text/plain', receipt: true };
  return (await client.post<UploadAnswer>('/uploads', request)).json;
}
const confirm = ({ receipt }: UploadAnswer) => client.post('/confirmations', { receipt });

describe('a confirmation', () => {
  it('of what is not there is the same refusal, in other words, for a role that may not list', async () => {
    const upload = await signed();
    const asKnown = await confirm(upload);
    front.behave(mayNotList);
    const asUnknown = await confirm(upload);
    for (const { status, json } of [asKnown, asUnknown]) {
      expect([status, json.code]).toEqual([409, 'retry_upload']);
    }
    expect(asKnown.json.errors).toEqual([{ pointer: '#/receipt', detail: 'No object has the key.' }]);
    expect(asUnknown.json.errors).toEqual([{ pointer: '#/receipt', detail: UNKNOWN }]);

    await use(upload, { body: BODY });
    expect(await confirm(upload)).toMatchObject({ status: 200, json: { confirmed: true } });
  });

  it('of what is there reads likewise for a role that may not read', async () => {
    const upload = await signed();
    await use(upload, { body: BODY });
    front.behave(mayNotRead);
    expect(await confirm(upload)).toMatchObject({
      status: 409,
      json: { code: 'retry_upload', errors: [{ detail: UNKNOWN }] },
    });
    front.behave();
    expect(await confirm(upload)).toMatchObject({ status: 200 });
  });
});

async function sentInParts(change: object = {}): Promise<MultipartUploadAnswer> {
  const request = { key: newKey(), contentType: 'text/plain', contentLength: BODY.length, ...change };
  const { json } = await client.post<MultipartUploadAnswer>('/multipart-uploads', request);
  await use(json.parts[0]!, { body: BODY });
  return json;
}
const complete = ({ uploadId }: MultipartUploadAnswer) =>
  client.post<Problem & { size: number }>(`/multipart-uploads/${uploadId}/complete`, {});

describe('an upload in parts', () => {
  it.each([mayNotList, mayNotRead])('is completed', async (role) => {
    front.behave(role);
    for (const change of [{}, { ifNoneMatch: '*' }]) {
      expect(await complete(await sentInParts(change))).toMatchObject({
        status: 200,
        json: { size: BODY.length },
      });
    }
  });

  it('that was completed is no longer active where its object can’t be read', async () => {
    const upload = await sentInParts();
    await complete(upload);
    expect((await complete(upload)).status).toBe(200);
    front.behave(mayNotRead);
    expect(await complete(upload)).toMatchObject({ status: 409, json: { code: 'upload_not_active' } });
  });
});

const FILE = { type: 'text/plain' };
async function uppyIn(keyPrefix: string): Promise<CompanionClient> {
  const request = { keyPrefix, naming: 'filename' };
  const { json } = await client.post<UploadSessionAnswer>('/upload-sessions', request);
  return new CompanionClient(json.companionEndpoint);
}

describe('Uppy, in a session that does not overwrite', () => {
  it('may send a file to a free key by a role that may read, but not list', async () => {
    front.behave(mayNotList);
    const uppy = await uppyIn('readable/');
    const taken = newKey('');
    await use(await signed(`readable/${taken}`), { body: BODY });
    expect((await uppy.params({ ...FILE, filename: newKey('') })).status).toBe(200);
    expect(await uppy.params({ ...FILE, filename: taken })).toMatchObject({ status: 409 });
  });

  it('gets no form where the role may not read: it might overwrite; but may send in parts', async () => {
    front.behave(mayNotRead);
    const uppy = await uppyIn('in/');
    const { status, json } = await uppy.params({ ...FILE, filename: newKey('') });
    expect([status, json]).toEqual([409, expect.objectContaining({ code: 'upload_not_active' })]);
    expect(json).toMatchObject({ detail: expect.stringContaining('Send the file in parts') as string });
    expect((await uppy.create({ ...FILE, filename: newKey('') })).status).toBe(200);
  });
});

it('leaves no warning in the log; S3 that is down does', async () => {
  expect(await warnings()).toEqual([]);
  front.behave(answers(SLOW_DOWN));
  expect(await confirm(await signed())).toMatchObject({ status: 503, json: { code: 'storage_unavailable' } });
  expect(await warnings()).toEqual([expect.stringContaining('"operation":"HeadObject"')]);
});
