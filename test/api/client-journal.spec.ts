import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileJournal, PresignClient, type Journal } from '#client';
import { FaultyProxy } from '../support/fakes/faulty-proxy.js';
import { endUploads, leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
const BODY = randomBytes(13 * MIB + 3);
const TENANT = 'client-journal';

let api: StartedApi, folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presign-journal-'));
  api = await StartedApi.start([tenantOf(firstOwner, TENANT)]);
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const clientOf = (sub: string, journal: string | Journal, url = api.process.url) =>
  new PresignClient({
    api: url,
    tenant: TENANT,
    token: () => api.process.issuer.token({ sub, tenants: [TENANT] }),
    journal: typeof journal === 'string' ? fileJournal(journal) : journal,
    attempts: 2,
  });

const failing = () => Promise.reject(new Error('the journal fails'));

let number = 0;
const newKey = () => `users/alice/journal/${(number += 1)}/film ü+%.mp4`;
const stored = (key: string) => keyPrefixOf(TENANT) + key;

describe('uploads of files', () => {
  it('that were interrupted are listed for their caller, and discarded with their parts', async () => {
    const key = newKey();
    const withJournal = (sub: string) => clientOf(sub, join(folder, 'journal'));
    const alice = withJournal('alice');
    const path = join(folder, 'interrupted.bin');
    await writeFile(path, BODY);
    const aborter = new AbortController();
    const uploading = alice.uploadFile(key, path, {
      signal: aborter.signal,
      partSize: 5 * MIB,
      onProgress: () => aborter.abort(new Error('enough')),
    });
    await expect(uploading).rejects.toThrow('enough');
    expect(await alice.interrupted()).toMatchObject([{ key, size: BODY.length }]);
    expect(await withJournal('bob').interrupted()).toEqual([]);
    expect(await leftovers(TENANT, key)).toEqual([`upload ${stored(key)}`]);
    await withJournal('bob').discard(key);
    expect(await alice.interrupted()).toHaveLength(1);
    await alice.discard(key);
    expect(await alice.interrupted()).toEqual([]);
    expect(await leftovers(TENANT, key)).toEqual([]);
    await alice.discard(key);
  });

  it('that can’t be noted go through, and leave nothing behind if they fail', async () => {
    const key = newKey();
    const unable = clientOf('alice', '/dev/null/presign');
    const path = join(folder, 'unnoted.bin');
    await writeFile(path, BODY);
    const aborter = new AbortController();
    const uploading = unable.uploadFile(key, path, {
      signal: aborter.signal,
      onProgress: () => aborter.abort(new Error('enough')),
    });
    await expect(uploading).rejects.toThrow('enough');
    expect(await leftovers(TENANT, key)).toEqual([]);
    expect(await unable.uploadFile(key, path)).toMatchObject({ size: BODY.length });
    expect(await leftovers(TENANT, key)).toEqual([`object ${stored(key)}`]);
  });

  it('go through although notes can be written, but neither read nor removed', async () => {
    const key = newKey();
    const path = join(folder, 'unreadable.bin');
    await writeFile(path, BODY);
    const journal = { ...fileJournal(join(folder, 'broken')), get: failing, remove: failing };
    const broken = clientOf('alice', journal);
    expect(await broken.uploadFile(key, path)).toMatchObject({ size: BODY.length });
    expect(await leftovers(TENANT, key)).toEqual([`object ${stored(key)}`]);
  });

  it('that can’t be aborted now are still listed, and discarded later', async () => {
    const key = newKey();
    await using proxy = await FaultyProxy.start(api.process.url);
    const alice = clientOf('alice', join(folder, 'kept'), proxy.url);
    const path = join(folder, 'kept.bin');
    await writeFile(path, BODY);
    const aborter = new AbortController();
    const uploading = alice.uploadFile(key, path, {
      signal: aborter.signal,
      onProgress: () => aborter.abort(new Error('enough')),
    });
    await expect(uploading).rejects.toThrow('enough');
    proxy.refusalOf = () => 502;
    await expect(alice.discard(key)).rejects.toMatchObject({ status: 502 });
    expect(await alice.interrupted()).toMatchObject([{ key }]);
    proxy.refusalOf = () => undefined;
    await alice.discard(key);
    expect(await alice.interrupted()).toEqual([]);
    expect(await leftovers(TENANT, key)).toEqual([]);
  });

  it.each([
    ['begin again', false, { size: BODY.length }],
    ['fail if an object took the key', true, { code: 'object_exists' }],
  ])('with ifNoneMatch that the storage loses %s', async (_, isTaken, outcome) => {
    const path = join(folder, 'once.bin');
    await writeFile(path, BODY);
    const key = newKey();
    let isLost = false;
    /** Loses the upload once, just before it is completed. */
    const lose = async () => {
      if (isLost) return;
      isLost = true;
      await endUploads(stored(key));
      if (isTaken) await clientOf('alice', join(folder, 'other')).upload(key, 'other');
    };
    const journal = fileJournal(join(folder, 'lost'));
    const alice = clientOf('alice', {
      ...journal,
      put: async (name, entry) => {
        await journal.put(name, entry);
        if (entry.sent) await lose();
      },
    });
    const uploading = alice.uploadFile(key, path, { ifNoneMatch: '*' });
    expect(await uploading.catch((error: unknown) => error)).toMatchObject(outcome);
    expect(await leftovers(TENANT, key)).toEqual([`object ${stored(key)}`]);
  });
});
