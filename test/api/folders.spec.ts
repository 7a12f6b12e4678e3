import { PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ObjectsAnswer } from '../../apps/api/src/features/objects/objects.response.js';
import type { Problem } from '../../apps/api/src/platform/problems/problem.js';
import type { ApiClient } from '../support/clients/api-client.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, secondOwner, tenantOf } from './support/tenants.js';

/** The prefix of this file's objects only. */
const keyPrefix = keyPrefixOf('folders');
const KEYS = [
  'shared/a.txt',
  'shared/b/1.txt',
  'shared/b/2.txt',
  'shared/b-c/1.txt',
  'shared/b0',
  'shared/d e/ü/1.txt',
  'shared/f',
  'users/alice/1.txt',
  'users/bob/1.txt',
  'secret/1.txt',
];

let api: StartedApi, alice: ApiClient;
beforeAll(async () => {
  const everything = [{ actions: ['list'], prefixes: [''] }];
  api = await StartedApi.start([
    tenantOf(firstOwner, 'team-a', { keyPrefix }),
    tenantOf(firstOwner, 'team-w', { keyPrefix, grants: everything }),
    tenantOf(firstOwner, 'team-m', {
      keyPrefix,
      grants: [{ actions: ['list'], prefixes: ['teams/b/', 'teams/a/x/', 'teams/a/y/', 'z/'] }],
    }),
    tenantOf(secondOwner, 'team-b'),
  ]);
  alice = await api.as('alice', 'team-a', { groups: 'editors' });
  await Promise.all(
    KEYS.map((key) =>
      sdk.send(new PutObjectCommand({ Bucket: firstOwner.bucket, Key: keyPrefix + key, Body: key })),
    ),
  );
});
afterAll(() => api[Symbol.asyncDispose]());

const list = (query: Record<string, string>, by = alice) =>
  by.send<ObjectsAnswer & Problem>(
    `/v1/tenants/${by.tenant}/objects?${new URLSearchParams({ delimiter: '/', ...query }).toString()}`,
  );

/** Returns the items and folders of all pages, in the order of the answers. */
async function walk(query: Record<string, string>, by = alice) {
  const items: string[] = [];
  const folders: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const { status, json, text } = await list({ ...query, ...(cursor !== undefined && { cursor }) }, by);
    expect(status, text).toBe(200);
    expect(json.items.length + json.folders!.length).toBeLessThanOrEqual(Number(query['limit'] ?? 100));
    items.push(...json.items.map(({ key }) => key));
    folders.push(...json.folders!);
    cursor = json.nextCursor;
    pages += 1;
  } while (cursor !== undefined && pages < 50);
  expect(pages).toBeLessThan(50);
  return { items, folders };
}

describe('folders', () => {
  it.each([undefined, '1', '2', '3', '5'])(
    'below a granted prefix come from S3, in pages of %s',
    async (limit) => {
      expect(await walk({ prefix: 'shared/', ...(limit && { limit }) })).toEqual({
        items: ['shared/a.txt', 'shared/b0', 'shared/f'],
        folders: ['shared/b-c/', 'shared/b/', 'shared/d e/'],
      });
    },
  );

  it('are found folder by folder', async () => {
    expect(await walk({ prefix: 'shared/d e/' })).toEqual({ items: [], folders: ['shared/d e/ü/'] });
    expect(await walk({ prefix: 'shared/d e/ü/' })).toEqual({ items: ['shared/d e/ü/1.txt'], folders: [] });
    expect(await walk({ prefix: 'shared/b' })).toEqual({
      items: ['shared/b0'],
      folders: ['shared/b-c/', 'shared/b/'],
    });
  });

  it.each([undefined, '1', '2'])(
    'above granted prefixes come from the grants, in pages of %s',
    async (limit) => {
      const pages = { ...(limit && { limit }) };
      expect(await walk(pages)).toEqual({ items: [], folders: ['shared/', 'users/'] });
      expect(await walk({ prefix: 'users/', ...pages })).toEqual({ items: [], folders: ['users/alice/'] });
      expect(await walk({ prefix: 'us', ...pages })).toEqual({ items: [], folders: ['users/'] });
      const many = await api.as('alice', 'team-m');
      expect(await walk(pages, many)).toEqual({ items: [], folders: ['teams/', 'z/'] });
      expect(await walk({ prefix: 'teams/', ...pages }, many)).toEqual({
        items: [],
        folders: ['teams/a/', 'teams/b/'],
      });
    },
  );

  it('are all there for a caller who may list everything', async () => {
    const all = await api.as('alice', 'team-w');
    expect(await walk({}, all)).toEqual({ items: [], folders: ['secret/', 'shared/', 'users/'] });
    expect(await walk({ prefix: 'users/' }, all)).toEqual({
      items: [],
      folders: ['users/alice/', 'users/bob/'],
    });
  });

  it.each(['secret/', 'users/bob/', 'users/alicia/', 'sharedx'])('of %j need a grant', async (prefix) => {
    expect(await list({ prefix })).toMatchObject({ status: 403, json: { code: 'access_denied' } });
  });

  it.each(['//', '', '|', 'b'])('are not made by the delimiter %j', async (delimiter) => {
    expect(await list({ delimiter })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/delimiter' }] },
    });
  });
});

describe('a cursor of folders', () => {
  it('opens nothing that was withdrawn since, and is of one listing', async () => {
    const { nextCursor: cursor = '' } = (await list({ prefix: 'shared/', limit: '1' })).json;
    const noEditor = await api.as('alice', 'team-a');
    expect((await list({ cursor }, noEditor)).status).toBe(403);
    const { nextCursor: above = '' } = (await list({ limit: '1' })).json;
    expect((await list({ cursor: above }, noEditor)).json).toEqual({ items: [], folders: ['users/'] });
    expect((await list({ cursor, prefix: 'users/' })).status).toBe(400);
    const { nextCursor: flat = '' } = (
      await alice.send<ObjectsAnswer>('/v1/tenants/team-a/objects?prefix=shared/&limit=1')
    ).json;
    expect(await list({ cursor: flat })).toMatchObject({
      status: 400,
      json: { errors: [{ pointer: '#/cursor' }] },
    });
    const other = await api.as('alice', 'team-b', { groups: 'editors' });
    expect((await list({ cursor }, other)).status).toBe(400);
  });

  it('keeps the delimiter by itself', async () => {
    const { nextCursor: cursor = '' } = (await list({ prefix: 'shared/', limit: '2' })).json;
    const { json } = await alice.send<ObjectsAnswer>(
      `/v1/tenants/team-a/objects?${new URLSearchParams({ cursor }).toString()}`,
    );
    expect(json.folders).toEqual(['shared/b/', 'shared/d e/']);
  });
});
