import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fileJournal, PresignClient } from '#client';
import { leftovers } from './support/leftovers.js';
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

const clientOf = (sub: string, journal: string) =>
  new PresignClient({
    api: api.process.url,
    tenant: TENANT,
    token: () => api.process.issuer.token({ sub, tenants: [TENANT] }),
    journal: fileJournal(journal),
  });

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
});
