import { DeleteObjectCommand, PutBucketVersioningCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectItem, ObjectsAnswer } from '../../apps/api/src/features/objects/objects.response.js';
import type { Problem } from '../../apps/api/src/platform/problems/problem.js';
import { type ApiClient, type JsonResponse, use } from '../support/clients/api-client.js';
import { s3Client } from '../targets/s3-client.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, target, tenantOf } from './support/tenants.js';

const SHARED = ['shared/a.txt', 'shared/b/1.txt', 'shared/b/2 + 3 & ü.txt'];
/**
 * Keys of the caller's folder. By bytes, the last key sorts after the one before it, but not by UTF-16. LocalStack
 * sorts keys after a cursor by their percent-encoded form.
 */
const OWN =
  target.server === 'localstack'
    ? ['users/alice/1.txt', 'users/alice/2.txt', 'users/alice/3.txt']
    : ['users/alice/1.txt', 'users/alice/\uff21.txt', 'users/alice/\u{1f980}.txt'];
const FOREIGN = ['users/alicia/1.txt', 'users/bob/1.txt'];
const OF_ALICE = [...SHARED, ...OWN];
/** Keys that exist in buckets, for which no URL can be signed, or only with `keys: existing`. */
const ODD_KEYS = ['odd/', 'odd//b', 'odd/a/../b', 'odd/c\td'];

/** The prefix of this file's objects only. */
const keyPrefix = keyPrefixOf('listed');

let api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  const grants = [{ actions: ['list', 'download'], prefixes: [''] }];
  api = await StartedApi.start([
    tenantOf(firstOwner, 'team-a', { keyPrefix }),
    tenantOf(firstOwner, 'team-e', { keyPrefix, grants, keys: 'existing' }),
    tenantOf(firstOwner, 'team-s', { keyPrefix, grants }),
    tenantOf(secondOwner, 'team-b'),
  ]);
  alice = await api.as('alice', 'team-a', { groups: 'editors' });
  await Promise.all([...OF_ALICE, ...FOREIGN, ...ODD_KEYS].map(store));
});
afterAll(() => api[Symbol.asyncDispose]());

const store = (key: string) =>
  sdk.send(new PutObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefix + key, Body: key }));

const list = (
  query: Record<string, string> = {},
  by = alice,
): Promise<JsonResponse<ObjectsAnswer & Problem>> =>
  by.send(`/v1/tenants/${by.tenant}/objects?${new URLSearchParams(query).toString()}`);

/** Returns the items of all pages. */
async function walk(query: Record<string, string>, by = alice): Promise<ObjectItem[]> {
  const items: ObjectItem[] = [];
  let cursor: string | undefined;
  do {
    const { status, json, text } = await list({ ...query, ...(cursor !== undefined && { cursor }) }, by);
    expect(status, text).toBe(200);
    items.push(...json.items);
    cursor = json.nextCursor;
  } while (cursor !== undefined);
  return items;
}
const names = (items: readonly ObjectItem[]) => items.map(({ key }) => key);

describe('a listing', () => {
  it('holds what the caller may list, and nothing else, in the order of bytes', async () => {
    const { json } = await list();
    expect(names(json.items)).toEqual(OF_ALICE);
    expect(json).not.toHaveProperty('nextCursor');
    expect(json.items[0]).toEqual({
      key: 'shared/a.txt',
      size: 12,
      etag: expect.stringMatching(/^"[0-9a-f]{32}"$/) as string,
      lastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string,
    });
  });

  it.each([1, 2, 3, 4, 6])('goes on from page to page of %i', async (limit) => {
    expect(names(await walk({ limit: String(limit) }))).toEqual(OF_ALICE);
  });

  it.each([
    ['shared/b/', SHARED.slice(1)],
    ['shared/b/2 +', SHARED.slice(2)],
    ['users/alice/', OWN],
    ['users/', OWN],
    ['shared', SHARED],
    ['users/alice/none', []],
  ])('of %j holds what is under it', async (prefix, keys) => {
    expect(names(await walk({ prefix, limit: '1' }))).toEqual(keys);
  });

  it.each(['users/bob/', 'users/alicia/', 'other/', 'users/alicf'])('of %j needs a grant', async (prefix) => {
    expect(await list({ prefix })).toMatchObject({ status: 403, json: { code: 'access_denied' } });
  });

  it('gives keys that a download takes as they are', async () => {
    for (const key of names((await list()).json.items)) {
      expect((await use(await alice.sign('downloads', { key }))).text).toBe(key);
    }
  });

  it.each([
    [{ limit: '0' }, '#/limit'],
    [{ limit: '1001' }, '#/limit'],
    [{ versions: 'yes' }, '#/versions'],
    [{ delimiter: '|' }, '#/delimiter'],
    [{ cursor: 'x'.repeat(4097) }, '#/cursor'],
  ])('refuses %j', async (query, pointer) => {
    expect(await list(query)).toMatchObject({ status: 400, json: { errors: [{ pointer }] } });
  });

  it('refuses a prefix that no key can begin with', async () => {
    expect(await list({ prefix: 'shared/../users/' })).toMatchObject({
      status: 400,
      json: { code: 'invalid_key' },
    });
  });
});

/** Returns the odd keys, each with the reason why no URL can be signed for it. */
async function marked(tenant: string): Promise<Record<string, string | undefined>> {
  const items = await walk({ prefix: 'odd/' }, await api.as('alice', tenant));
  return Object.fromEntries(items.map(({ key, unsignable }) => [key, unsignable]));
}

describe('keys that are odd', () => {
  it('are marked with the reason why no URL can be signed for them', async () => {
    expect(await marked('team-e')).toEqual({
      'odd/': undefined,
      'odd//b': undefined,
      'odd/a/../b': 'dot_segment',
      'odd/c\td': 'control_character',
    });
    expect(await marked('team-s')).toEqual({
      'odd/': 'empty_segment',
      'odd//b': 'empty_segment',
      'odd/a/../b': 'dot_segment',
      'odd/c\td': 'control_character',
    });
  });

  it('are refused as they are marked', async () => {
    const caller = await api.as('alice', 'team-e');
    for (const [key, reason] of Object.entries(await marked('team-e'))) {
      const { status } = await caller.post('/downloads', { key });
      expect(status, key).toBe(reason === undefined ? 200 : 400);
    }
  });
});

const cursorOf = async (query: Record<string, string> = {}) =>
  (await list({ limit: '1', ...query })).json.nextCursor!;

describe('a cursor', () => {
  const refused = { status: 400, json: { code: 'invalid_request', errors: [{ pointer: '#/cursor' }] } };

  it('is of one listing', async () => {
    const cursor = await cursorOf({ prefix: 'shared/' });
    expect((await list({ cursor, prefix: 'shared/' })).status).toBe(200);
    expect(await list({ cursor, prefix: 'users/alice/' })).toMatchObject(refused);
    expect(await list({ cursor, versions: 'true' })).toMatchObject(refused);
  });

  it('is for the subject that got it, and as it is', async () => {
    const cursor = await cursorOf();
    const bob = await api.as('bob', 'team-a', { groups: 'editors' });
    const elsewhere = await api.as('alice', 'team-b', { groups: 'editors' });
    expect(await list({ cursor }, bob)).toMatchObject(refused);
    expect(await list({ cursor }, elsewhere)).toMatchObject(refused);
    const middle = Math.floor(cursor.length / 2);
    const altered = cursor.slice(0, middle) + (cursor[middle] === 'A' ? 'B' : 'A') + cursor.slice(middle + 1);
    for (const other of [altered, '', 'x', cursor.slice(0, -2)]) {
      expect(await list({ cursor: other })).toMatchObject(refused);
    }
    expect((await list({ cursor })).status).toBe(200);
  });

  it('opens nothing that was withdrawn since', async () => {
    const cursor = await cursorOf({ prefix: 'shared/' });
    const noEditor = await api.as('alice', 'team-a');
    expect(await list({ cursor }, noEditor)).toMatchObject({ status: 403, json: { code: 'access_denied' } });
    const whole = await cursorOf();
    expect(names((await list({ cursor: whole }, noEditor)).json.items)).toEqual(OWN);
  });
});

const shown = (items: readonly ObjectItem[]) =>
  items.map(({ key, size, isLatest, deleteMarker }) => ({ key, size, isLatest, deleteMarker }));

describe('versions', () => {
  it('ask for a grant of their own', async () => {
    expect(await list({ versions: 'true' })).toMatchObject({ status: 403, json: { code: 'access_denied' } });
  });

  // the embedded S3 has no versions
  it.runIf(target.server === 'radosgw' || target.server === 'localstack')(
    'and delete markers are listed, the newest of a key first',
    async () => {
      const bucket = secondOwner.bucket;
      const owner = s3Client(target, secondOwner);
      const versioning = (Status: 'Enabled' | 'Suspended') =>
        owner.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status } }));
      const grants = [
        { actions: ['list', 'download'], prefixes: [''] },
        { actions: ['downloadVersion'], prefixes: ['v/'] },
      ];
      await using other = await StartedApi.start([tenantOf(secondOwner, 'team-v', { grants })]);
      const caller = await other.as('alice', 'team-v');
      const Key = `${keyPrefixOf('team-v')}v/a`;
      await versioning('Enabled');
      try {
        for (const Body of ['one', 'three'])
          await owner.send(new PutObjectCommand({ Bucket: bucket, Key, Body }));
        await owner.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
        await owner.send(new PutObjectCommand({ Bucket: bucket, Key: `${Key}b`, Body: 'b' }));
        await owner.send(
          new PutObjectCommand({ Bucket: bucket, Key: `${keyPrefixOf('team-v')}w`, Body: 'w' }),
        );
      } finally {
        await versioning('Suspended');
      }
      const expected = [
        { key: 'v/a', size: undefined, isLatest: true, deleteMarker: true },
        { key: 'v/a', size: 5, isLatest: false, deleteMarker: undefined },
        { key: 'v/a', size: 3, isLatest: false, deleteMarker: undefined },
        { key: 'v/ab', size: 1, isLatest: true, deleteMarker: undefined },
      ];
      const all = await walk({ versions: 'true' }, caller);
      expect(shown(all)).toEqual(expected);
      expect(shown(await walk({ versions: 'true', limit: '1' }, caller))).toEqual(expected);
      const { versionId = '' } = all[2]!;
      expect((await use(await caller.sign('downloads', { key: 'v/a', versionId }))).text).toBe('one');
    },
  );
});

it('no line of the log holds a cursor or a key that was listed', () => {
  const output = api.process.output();
  expect(output).toContain('"route":"/v1/tenants/:tenant/objects"');
  // The log line of a request contains a refused prefix, but not the names of objects.
  expect(output).not.toMatch(/eyJ[\w-]+\.\.|users\/alicia\/1/);
});
