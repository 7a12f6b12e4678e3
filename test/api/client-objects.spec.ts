import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PresignClient } from '#client';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, tenantOf } from './support/tenants.js';

const EVERYTHING = ['upload', 'download', 'delete', 'list', 'deleteVersion'];
const keyPrefix = keyPrefixOf('client-objects');
/** So few requests a second that some deletions of one call are refused at first. */
const SLOW = { requestsPerSecond: 5, burst: 5 };

let api: StartedApi;
beforeAll(async () => {
  const grants = [{ actions: EVERYTHING, issuer: 'platform', prefixes: ['users/${sub}/'] }];
  const changes = { keyPrefix, grants };
  const slow = { ...changes, keyPrefix: keyPrefixOf('client-slow'), limits: SLOW };
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a', changes), tenantOf(firstOwner, 'slow', slow)]);
});
afterAll(() => api[Symbol.asyncDispose]());

const clientOf = (tenant: string) =>
  new PresignClient({
    api: api.process.url,
    tenant,
    token: () => api.process.issuer.token({ sub: 'alice', tenants: [tenant] }),
    journal: false,
  });
const stored = (key: string) => ({ Bucket: firstOwner.bucket, Key: `${keyPrefix}${key}` });
const numbered = (folder: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${folder}${String(index).padStart(4, '0')}`);

async function listed(client: PresignClient, prefix: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key } of client.list({ prefix, pageSize: 10 })) keys.push(key);
  return keys;
}

describe('the library', () => {
  it('lists objects over pages, looks at them and removes them', async () => {
    const client = clientOf('team-a');
    const keys = numbered('users/alice/many/', 25);
    await Promise.all(keys.map((key) => client.upload(key, key)));
    expect(await listed(client, 'users/alice/many/')).toEqual(keys);
    expect(await client.head(keys[0]!)).toMatchObject({ size: keys[0]!.length });
    const seen: string[] = [];
    const { removed, failed } = await client.remove([...keys, 'users/alice/many/none', 'users/bob/x'], {
      onRemoved: ({ key }) => seen.push(key),
    });
    expect(removed).toBe(26);
    expect(seen).toEqual([...keys, 'users/alice/many/none']);
    expect(failed).toMatchObject([{ key: 'users/bob/x', error: { code: 'access_denied' } }]);
    expect(await listed(client, 'users/alice/many/')).toEqual([]);
  });

  it('removes more than fit into one request, as a listing gives them', async () => {
    const client = clientOf('team-a');
    const [first, last] = ['users/alice/more/0000', 'users/alice/more/1001'];
    await Promise.all([first, last].map((key) => client.upload(key, 'x')));
    const { removed, failed } = await client.remove(numbered('users/alice/more/', 1002));
    expect({ removed, failed }).toEqual({ removed: 1002, failed: [] });
    expect(await listed(client, 'users/alice/more/')).toEqual([]);
    await client.upload(first, 'x');
    expect(await client.remove(client.list({ prefix: first }))).toMatchObject({ removed: 1 });
  });

  it('names the one that is wrong, and removes the others', async () => {
    const client = clientOf('team-a');
    const key = 'users/alice/right';
    await client.upload(key, 'x');
    const wrong = { key: 'users/alice/wrong', versionId: 'no version' };
    const { removed, failed } = await client.remove([key, wrong, 'users/alice/../x']);
    expect(removed).toBe(1);
    expect(failed.map(({ key: each, error }) => [each, error.code])).toEqual([
      [wrong.key, 'invalid_request'],
      ['users/alice/../x', 'invalid_key'],
    ]);
    expect(await listed(client, key)).toEqual([]);
  });

  it('waits for a rate limit that refuses single objects', { timeout: 60_000 }, async () => {
    const keys = numbered('users/alice/slow/', 12);
    const { removed, failed } = await clientOf('slow').remove(keys);
    expect({ removed, failed }).toEqual({ removed: 12, failed: [] });
  });

  it('copies an object with its type and metadata, or with others', async () => {
    const client = clientOf('team-a');
    const [from, to] = ['users/alice/from ü+%.txt', 'users/alice/to?#.txt'];
    await client.upload(from, 'copied', { contentType: 'text/plain', metadata: { origin: 'client' } });
    const copied = await client.copy(from, to);
    expect(copied).toMatchObject({ key: to, size: 6, contentType: 'text/plain' });
    const { Body, Metadata } = await sdk.send(new GetObjectCommand(stored(to)));
    expect(await Body!.transformToString()).toBe('copied');
    expect(Metadata).toEqual({ origin: 'client' });
    await client.copy(from, to, { contentType: 'text/markdown', metadata: { origin: 'copy' } });
    expect(await sdk.send(new HeadObjectCommand(stored(to)))).toMatchObject({
      ContentType: 'text/markdown',
      Metadata: { origin: 'copy' },
    });
  });

  it('copies nothing that is not there, or not allowed', async () => {
    const client = clientOf('team-a');
    await client.upload('users/alice/mine', 'x');
    for (const [from, to, code] of [
      ['users/alice/none', 'users/alice/x', 'object_not_found'],
      ['users/bob/x', 'users/alice/x', 'access_denied'],
      ['users/alice/mine', 'users/bob/x', 'access_denied'],
    ] as const) {
      await expect(client.copy(from, to), `${from} to ${to}`).rejects.toMatchObject({ code });
    }
    expect(await leftovers('client-objects', 'users/alice/x')).toEqual([]);
  });
});
