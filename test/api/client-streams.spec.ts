import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PresignClient } from '#client';
import { leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
const TENANT = 'client-streams';
/** An object of several ranges, of which later ones wait for the first. */
const KEY = 'users/alice/streams/large';
const SIZE = 33 * MIB;

let api: StartedApi, client: PresignClient, folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presign-streams-'));
  api = await StartedApi.start([tenantOf(firstOwner, TENANT)]);
  client = new PresignClient({
    api: api.process.url,
    tenant: TENANT,
    token: () => api.process.issuer.token({ sub: 'alice', tenants: [TENANT] }),
    journal: false,
  });
  await client.upload(KEY, randomBytes(SIZE));
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const broken = new Error('broken');
function destroyedLater(error?: Error): Writable {
  const stream = new Writable({ write: () => setImmediate(() => stream.destroy(error)) });
  return stream;
}

describe('a download to a stream', () => {
  it('arrives whole, at the pace of the stream', async () => {
    let received = 0;
    const slow = new Writable({
      highWaterMark: MIB,
      write: (chunk: Buffer, _, done) => {
        received += chunk.byteLength;
        setImmediate(done);
      },
    });
    expect(await client.downloadTo(KEY, slow)).toMatchObject({ size: SIZE });
    expect(received).toBe(SIZE);
  });

  it.each<[string, () => Writable | WritableStream<Uint8Array>, object]>([
    ['fails a write', () => new Writable({ write: (_chunk, _, done) => done(broken) }), broken],
    ['is destroyed with an error', () => destroyedLater(broken), broken],
    ['is destroyed without an error', () => destroyedLater(), { code: 'invalid_target' }],
    ['was destroyed before', () => new Writable().destroy(), { code: 'invalid_target' }],
    ['has no folder', () => createWriteStream(join(folder, 'none', 'file')), { code: 'ENOENT' }],
    [
      'is a Web stream that throws',
      () => new WritableStream({ write: () => Promise.reject(broken) }),
      broken,
    ],
  ])('is rejected if the stream %s', async (_, streamOf, error) => {
    await expect(client.downloadTo(KEY, streamOf())).rejects.toMatchObject(error);
  });

  it.each<[string, () => Writable | WritableStream<Uint8Array>]>([
    ['never drains', () => new Writable({ write: () => undefined })],
    [
      'never ends',
      () => new Writable({ highWaterMark: 2 * SIZE, write: (_c, _, done) => done(), final: () => undefined }),
    ],
    [
      'is a Web stream that never writes',
      () => new WritableStream({ write: () => new Promise(() => undefined) }),
    ],
  ])('is aborted by its signal if the stream %s', async (_, streamOf) => {
    const aborter = new AbortController();
    const downloading = client.downloadTo(KEY, streamOf(), { signal: aborter.signal });
    setTimeout(() => aborter.abort(broken), 500);
    await expect(downloading).rejects.toBe(broken);
  });

  it('is aborted by its signal while a file is written', async () => {
    const aborter = new AbortController();
    const stream = createWriteStream(join(folder, 'aborted'));
    const { signal } = aborter;
    const downloading = client.downloadTo(KEY, stream, { signal, onProgress: () => aborter.abort(broken) });
    await expect(downloading).rejects.toBe(broken);
    expect(stream.destroyed).toBe(true);
  });
});

describe('an upload of a stream', () => {
  const key = 'users/alice/declared/wrong';

  it.each([
    [10, 3],
    [3, 7],
    [0, 1],
    [20 * MIB, 12 * MIB],
    [20 * MIB, 20 * MIB + 1],
    [6 * MIB, 12 * MIB],
  ])('declared as %i bytes stores nothing if it has %i', async (size, length) => {
    const uploading = client.upload(key, new Blob([new Uint8Array(length)]).stream(), { size });
    await expect(uploading).rejects.toMatchObject({ code: 'source_changed' });
    expect(await leftovers(TENANT, key)).toEqual([]);
  });

  it.each([0, 3, 12 * MIB])('of the declared %i bytes arrives', async (size) => {
    const stream = new Blob([new Uint8Array(size)]).stream();
    expect(await client.upload(`users/alice/declared/${size}`, stream, { size })).toMatchObject({ size });
    expect(await client.head(`users/alice/declared/${size}`)).toMatchObject({ size });
  });
});
