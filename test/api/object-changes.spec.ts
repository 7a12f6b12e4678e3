import {
  GetObjectTaggingCommand,
  HeadObjectCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectCopyAnswer } from '../../apps/api/src/features/object-copies/object-copy.response.js';
import type { Problem } from '../../apps/api/src/platform/problems/problem.js';
import { type ApiClient, use } from '../support/clients/api-client.js';
import { s3Client } from '../targets/s3-client.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, target, tenantOf } from './support/tenants.js';

const keyPrefix = keyPrefixOf('changed');
/** Keys that a server or a parser on the way might change or misread. */
const ODD = [
  'a b',
  'a+b',
  'a%2Fb',
  'a?versionId=null',
  'a?b=c&d',
  '<&>"\'',
  ' padded ',
  'not-xml-\uFFFF',
  'ü-\u{1f980}',
  '#',
  'a;b=c',
].filter((name) => target.server !== 'localstack' || !name.includes('\uFFFF')); // LocalStack can't store such a key

interface Result {
  readonly status: number;
  readonly problem?: Problem;
  readonly [member: string]: unknown;
}
interface Results {
  readonly results: readonly Result[];
}

let api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  const everything = ['upload', 'download', 'delete', 'list'];
  const grants = [
    { actions: everything, issuer: 'platform', prefixes: ['users/${sub}/'] },
    { actions: ['download'], prefixes: ['read/'] },
    { actions: ['upload'], prefixes: ['write/'] },
    {
      actions: ['upload'],
      prefixes: ['images/'],
      limits: { maxUploadBytes: 10, contentTypes: ['image/*'], maxExpiresIn: 60 },
    },
    {
      actions: ['upload'],
      prefixes: ['images/'],
      limits: { maxUploadBytes: 20, contentTypes: ['text/plain'] },
    },
  ];
  api = await StartedApi.start([
    tenantOf(firstOwner, 'team-a', { keyPrefix, grants }),
    tenantOf(secondOwner, 'team-b'),
  ]);
  alice = await api.as('alice', 'team-a');
});
afterAll(() => api[Symbol.asyncDispose]());

const put = (key: string, more: object = {}) =>
  sdk.send(new PutObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefix + key, Body: key, ...more }));
const head = (key: string) =>
  sdk.send(new HeadObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefix + key }));
const isThere = (key: string) =>
  head(key).then(
    () => true,
    () => false,
  );
const remove = async (objects: readonly object[], by = alice) => {
  const { status, json, text } = await by.post<Results>('/objects/deletions', { objects });
  expect(status, text).toBe(200);
  return json.results;
};
const copy = (from: object, to: object, more: object = {}, by = alice) =>
  by.post<ObjectCopyAnswer & Problem>('/objects/copies', { from, to, ...more });

describe('deletions', () => {
  it('delete what the caller may delete, and say of each what became of it', async () => {
    await Promise.all(['users/alice/1', 'users/bob/1', 'read/1'].map((key) => put(key)));
    const keys = ['users/alice/1', 'users/bob/1', 'read/1', 'users/alice/none', 'users/alice/../bob/1', ''];
    const results = await remove(keys.map((key) => ({ key })));
    expect(results.map(({ status, problem }) => [status, problem?.code])).toEqual([
      [200, undefined],
      [403, 'access_denied'],
      [403, 'access_denied'],
      [200, undefined],
      [400, 'invalid_key'],
      [400, 'invalid_key'],
    ]);
    expect(results[0]).toEqual({ status: 200, key: 'users/alice/1' });
    expect(await Promise.all(['users/alice/1', 'users/bob/1', 'read/1'].map(isThere))).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('mean exactly the key, however it is written', async () => {
    const keys = ODD.map((name) => `users/alice/odd/${name}`);
    await Promise.all(keys.map((key) => put(key)));
    await put('users/alice/odd/a');
    const twice = [...keys, ...keys].map((key) => ({ key }));
    const results = await remove(twice);
    expect(results.map(({ status, key }) => [status, key])).toEqual(twice.map(({ key }) => [200, key]));
    expect(await Promise.all(keys.map(isThere))).toEqual(keys.map(() => false));
    expect(await isThere('users/alice/odd/a')).toBe(true);
  });

  it.each([
    [{ objects: [] }, '#/objects'],
    [{ objects: Array.from({ length: 1001 }, () => ({ key: 'users/alice/1' })) }, '#/objects'],
    [{ objects: [{ key: 'users/alice/1', versionId: '' }] }, '#/objects/0/versionId'],
    [{ objects: [{ key: 1 }] }, '#/objects/0/key'],
    [{ objects: [{ key: 'users/alice/1', bucket: 'x' }] }, '#/objects/0/bucket'],
    [{}, '#/objects'],
  ])('refuse what is no list of objects: %#', async (body, pointer) => {
    const { status, json } = await alice.post('/objects/deletions', body);
    expect(status).toBe(400);
    expect(json.errors?.map((error) => error.pointer)).toContain(pointer);
  });

  it('of versions need a grant of their own', async () => {
    const [result] = await remove([{ key: 'users/alice/1', versionId: 'null' }]);
    expect(result).toMatchObject({ status: 403, problem: { code: 'access_denied' } });
  });

  it('are no way into another tenant', async () => {
    const bob = await api.as('bob', 'team-b');
    const elsewhere = await bob.send('/v1/tenants/team-a/objects/deletions', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"objects":[{"key":"users/bob/1"}]}',
    });
    expect(elsewhere).toMatchObject({ status: 403, json: { code: 'access_denied' } });
    const { status } = await alice.post('/objects/deletions', { objects: [{ key: '/users/alice/1' }] });
    expect(status).toBe(200);
  });

  it('are audited before they are done, and after', () => {
    const events = eventsOf('DeleteObjects', `${keyPrefix}users/alice/odd/a%2Fb`);
    expect(events.map(({ outcome, subject, action }) => [outcome, subject, action])).toEqual([
      [undefined, 'alice', 'delete'],
      ['done', 'alice', 'delete'],
    ]);
  });
});

function eventsOf(operation: string, key: string): Record<string, unknown>[] {
  return api.process
    .output()
    .split('\n')
    .filter((line) => line.includes(`"operation":"${operation}"`))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((event) => event['key'] === key);
}

describe('copies', () => {
  it('are the source with its type and metadata, at another key', async () => {
    await put('users/alice/from', {
      ContentType: 'text/plain',
      Metadata: { origin: 'web' },
      CacheControl: 'no-cache',
      ContentLanguage: 'de',
    });
    const { status, json } = await copy({ key: 'users/alice/from' }, { key: 'users/alice/to' });
    expect({ status, json }).toMatchObject({
      status: 200,
      json: {
        key: 'users/alice/to',
        size: 16,
        contentType: 'text/plain',
        etag: expect.stringMatching(/^".+"$/) as string,
      },
    });
    expect(await head('users/alice/to')).toMatchObject({
      ContentLength: 16,
      ContentType: 'text/plain',
      Metadata: { origin: 'web' },
      CacheControl: 'no-cache',
      ContentLanguage: 'de',
    });
    const { text } = await use(await alice.sign('downloads', { key: 'users/alice/to' }));
    expect(text).toBe('users/alice/from');
  });

  it('have the type and the metadata that are asked for', async () => {
    const more = { contentType: 'application/pdf', metadata: { class: 'report' } };
    const { json } = await copy({ key: 'users/alice/from' }, { key: 'users/alice/as-pdf' }, more);
    expect(json).toMatchObject({ contentType: 'application/pdf' });
    expect(await head('users/alice/as-pdf')).toMatchObject({
      ContentType: 'application/pdf',
      Metadata: { class: 'report' },
    });
  });

  it.runIf(target.server !== 'embedded')('have none of the source’s tags', async () => {
    await put('users/alice/clean', { Tagging: 'scan=clean' });
    expect((await copy({ key: 'users/alice/clean' }, { key: 'users/alice/unscanned' })).status).toBe(200);
    const { TagSet } = await sdk.send(
      new GetObjectTaggingCommand({ Bucket: firstOwner.bucket, Key: `${keyPrefix}users/alice/unscanned` }),
    );
    expect(TagSet ?? []).toEqual([]);
  });

  it('mean exactly the keys, however they are written', async () => {
    await put('users/alice/odd/a', { Body: 'the other' });
    for (const name of ODD) {
      const key = `users/alice/odd/${name}`;
      await put(key);
      const { status, text } = await copy({ key }, { key: `${key}-copy` });
      expect(status, text).toBe(200);
      expect((await use(await alice.sign('downloads', { key: `${key}-copy` }))).text).toBe(key);
    }
  });

  it.each([
    ['of a key that may only be written', 'write/1', 'users/alice/x', 403],
    ['to a key that may only be read', 'users/alice/from', 'read/x', 403],
    ['of another’s', 'users/bob/1', 'users/alice/x', 403],
    ['to another’s', 'users/alice/from', 'users/bob/x', 403],
    ['out of the folder', 'users/alice/../bob/1', 'users/alice/x', 400],
    ['encoded out of the folder', 'users/alice/%2e%2e/bob/1', 'users/alice/x', 404],
    ['of the bucket', '', 'users/alice/x', 400],
    ['from the root', '/users/alice/from', 'users/alice/x', 400],
    ['of a version by its key', 'users/alice/from?versionId=null', 'users/alice/x', 404],
    ['of what is not there', 'users/alice/none', 'users/alice/x', 404],
  ])('%s are refused', async (_, from, to, status) => {
    const refused = await copy({ key: from }, { key: to });
    expect(refused.status, refused.text).toBe(status);
    expect(await isThere(to)).toBe(false);
  });

  it('of versions need a grant of their own', async () => {
    const { status, json } = await copy(
      { key: 'users/alice/from', versionId: 'null' },
      { key: 'users/alice/x' },
    );
    expect({ status, code: json.code }).toEqual({ status: 403, code: 'access_denied' });
  });

  it.each([
    ['image/png', 10, {}, 200, undefined],
    ['image/png', 11, {}, 422, 'object_too_large'],
    ['text/plain', 20, {}, 200, undefined],
    ['text/plain', 21, {}, 422, 'object_too_large'],
    ['image/svg+xml', 1, {}, 422, 'object_type_not_allowed'],
    ['text/html', 1, {}, 422, 'object_type_not_allowed'],
    ['text/html', 1, { contentType: 'image/gif' }, 200, undefined],
    ['image/gif', 1, { contentType: 'text/html' }, 422, 'object_type_not_allowed'],
  ])(
    'keep to one grant of their target: %s of %i bytes %j',
    async (ContentType, size, more, status, code) => {
      await put('read/sized', { ContentType, Body: 'x'.repeat(size) });
      const answer = await copy({ key: 'read/sized' }, { key: 'images/copy' }, more);
      expect({ status: answer.status, code: answer.json.code }, answer.text).toEqual({ status, code });
    },
  );

  it('are audited before they are done, and after', () => {
    const events = eventsOf('CopyObject', `${keyPrefix}users/alice/to`);
    expect(events.map(({ outcome, from }) => [outcome, from])).toEqual([
      [undefined, { key: `${keyPrefix}users/alice/from` }],
      ['done', { key: `${keyPrefix}users/alice/from` }],
    ]);
  });
});

// the embedded S3 has no versions
describe.runIf(target.server === 'radosgw' || target.server === 'localstack')('versions', () => {
  it('are deleted and copied by a caller with a grant for it', async () => {
    const owner = s3Client(target, secondOwner);
    const Bucket = secondOwner.bucket;
    const versioning = (Status: 'Enabled' | 'Suspended') =>
      owner.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
    const actions = ['upload', 'download', 'delete', 'downloadVersion', 'deleteVersion'];
    await using other = await StartedApi.start([
      tenantOf(secondOwner, 'team-w', { grants: [{ actions, prefixes: ['v/'] }] }),
    ]);
    const caller = await other.as('alice', 'team-w');
    const Key = `${keyPrefixOf('team-w')}v/a`;
    const store = async (Body: string) =>
      (await owner.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId!;
    const textOf = async (key: string) => (await use(await caller.sign('downloads', { key }))).text;
    await versioning('Enabled');
    try {
      const first = await store('one');
      const second = await store('two');
      const restored = await copy({ key: 'v/a', versionId: first }, { key: 'v/b' }, {}, caller);
      expect(restored.status, restored.text).toBe(200);
      expect(await textOf('v/b')).toBe('one');
      for (const versionId of [
        'nothing-of-the-kind',
        first.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A')),
      ]) {
        const missing = await copy({ key: 'v/a', versionId }, { key: 'v/c' }, {}, caller);
        expect(missing.status, missing.text).toBe(404);
      }
      const [gone] = await remove([{ key: 'v/a', versionId: second }], caller);
      expect(gone).toMatchObject({ status: 200, versionId: second });
      expect(await textOf('v/a')).toBe('one');
      const [marked] = await remove([{ key: 'v/a' }], caller);
      expect(marked).toMatchObject({ status: 200, deleteMarker: true });
      const { deleteMarkerVersionId: marker } = marked!;
      expect((await copy({ key: 'v/a', versionId: marker }, { key: 'v/c' }, {}, caller)).status).toBe(404);
      await remove([{ key: 'v/a', versionId: marker }], caller);
      expect(await textOf('v/a')).toBe('one');
    } finally {
      await versioning('Suspended');
    }
  });
});
