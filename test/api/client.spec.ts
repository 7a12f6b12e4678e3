import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PresignClient, TransferError, type UploadOptions, type Verified } from '#client';
import { knownOf } from './support/known-of.js';
import { endUploads, leftovers } from './support/leftovers.js';
import { StartedApi } from './support/started-api.js';
import { firstOwner, keyPrefixOf, sdk, target, tenantOf } from './support/tenants.js';

const MIB = 1024 ** 2;
const BODY = randomBytes(13 * MIB + 3);
const CHECKS_PARTS = target.server !== 'radosgw'; // radosgw ignores checksums

let api: StartedApi, client: PresignClient, folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'presign-client-'));
  api = await StartedApi.start([tenantOf(firstOwner, 'team-a')]);
  client = clientOf('alice');
});
afterAll(async () => {
  await api[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

const clientOf = (sub: string) =>
  new PresignClient({
    api: api.process.url,
    tenant: 'team-a',
    token: () => api.process.issuer.token({ sub, tenants: ['team-a'] }),
    journal: false,
  });

let number = 0;
const newKey = () => `users/alice/client/${(number += 1)}/film ü+%.mp4`;
const stored = (key: string) => ({ Bucket: firstOwner.bucket, Key: keyPrefixOf('team-a') + key });
const sha256 = (body: Uint8Array) => createHash('sha256').update(body).digest('hex');

async function storedBytes(key: string): Promise<Uint8Array> {
  const { Body } = await sdk.send(new GetObjectCommand(stored(key)));
  return Body!.transformToByteArray();
}

const verifiedBy = (algorithm: Verified): Verified => (CHECKS_PARTS ? algorithm : 'md5-parts');
/** The verification of an upload in parts. The embedded S3 checks the CRC64NVME of an object, but not of a part. */
const IN_PARTS = verifiedBy(target.server === 'embedded' ? 'sha256-parts' : 'crc64nvme');
/** The verification of a download of an object in parts. */
const PARTS_SHOW: Verified = target.server === 'localstack' ? 'crc64nvme' : 'md5-parts';

function* chunks(size: number): Generator<Uint8Array> {
  for (let at = 0; at < size; at += 77_777) yield BODY.subarray(at, Math.min(size, at + 77_777));
}

/** Ends the upload of a key once, without the API. */
function endedUpload(key: string) {
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  let isBegun = false;
  const end = () => {
    if (!isBegun) resolve(endUploads(stored(key).Key));
    isBegun = true;
  };
  return { ended, end };
}

/** `BODY`, of which only the first part can be read before the upload was ended. */
class PausedBlob extends Blob {
  constructor(private readonly ended: Promise<void>) {
    super([BODY]);
  }

  override slice(start = 0, end = this.size): Blob {
    const part = super.slice(start, end);
    const read = part.arrayBuffer.bind(part);
    part.arrayBuffer = async () => {
      if (start > 0) await this.ended;
      return read();
    };
    return part;
  }
}

/** The chunks of `BODY`, of which the last 2 MiB come after the upload was ended. */
async function* pausedChunks(ended: Promise<void>): AsyncGenerator<Uint8Array> {
  let length = 0;
  for (const chunk of chunks(BODY.length)) {
    length += chunk.byteLength;
    if (length > 11 * MIB) await ended;
    yield chunk;
  }
}

describe('uploads', () => {
  it.each<[string, number, UploadOptions, Verified]>([
    ['nothing', 0, {}, verifiedBy('crc64nvme')],
    ['a few bytes', 26, {}, verifiedBy('crc64nvme')],
    ['a few bytes with SHA-256', 26, { checksum: 'sha256' }, verifiedBy('sha256-parts')],
    ['a few bytes without a digest', 26, { checksum: 'none' }, 'none'],
    ['exactly a part', 8 * MIB, {}, verifiedBy('crc64nvme')],
    ['a byte more than a part', 8 * MIB + 1, {}, IN_PARTS],
    ['parts', BODY.length, {}, IN_PARTS],
    ['parts of 5 MiB', BODY.length, { partSize: 5 * MIB }, IN_PARTS],
    ['parts without a digest', BODY.length, { checksum: 'none' }, 'none'],
  ])('of %s arrive as they are', async (_, size, options, verified) => {
    const key = newKey();
    const body = BODY.subarray(0, size);
    const seen: number[] = [];
    const result = await client.upload(key, body, {
      ...options,
      contentType: 'video/mp4',
      metadata: { origin: 'client' },
      onProgress: ({ loaded }) => seen.push(loaded),
    });
    expect(sha256(await storedBytes(key))).toBe(sha256(body));
    const head = await sdk.send(new HeadObjectCommand(stored(key)));
    expect(head).toMatchObject({ ContentType: 'video/mp4', Metadata: { origin: 'client' } });
    expect(result).toMatchObject({ key, size, verified, etag: head.ETag, resumed: 0 });
    expect(seen.at(-1)).toBe(size);
    expect(seen).toEqual(seen.toSorted((one, other) => one - other));
  });

  it('with SHA-256 of parts, where the storage checks them', async () => {
    const uploading = client.upload(newKey(), BODY, { checksum: 'sha256' });
    const outcome = await uploading.then(
      ({ verified }) => verified,
      ({ code }: TransferError) => code,
    );
    expect(outcome).toBe(CHECKS_PARTS ? 'sha256-parts' : 'invalid_request');
  });

  it('of a Blob, a text, and streams of any length', async () => {
    for (const [body, bytes] of [
      [new Blob([BODY.subarray(0, 100)]), BODY.subarray(0, 100)],
      ['grüße', Buffer.from('grüße')],
      [Readable.from(['grü', 'ße']), Buffer.from('grüße')],
      [new Blob([]).stream(), BODY.subarray(0, 0)],
      [Readable.from(chunks(100_000)), BODY.subarray(0, 100_000)],
      [Readable.from(chunks(8 * MIB)), BODY.subarray(0, 8 * MIB)],
      [Readable.from(chunks(BODY.length)), BODY],
    ] as const) {
      const key = newKey();
      const result = await client.upload(key, body, { requireVerified: true });
      expect(result.size).toBe(bytes.byteLength);
      expect(sha256(await storedBytes(key))).toBe(sha256(bytes));
    }
  });

  it('with ifNoneMatch go through once, whole or in parts', async () => {
    for (const body of [BODY.subarray(0, 10), BODY]) {
      const key = newKey();
      await client.upload(key, body, { ifNoneMatch: '*' });
      await expect(client.upload(key, body, { ifNoneMatch: '*' })).rejects.toMatchObject({
        code: 'object_exists',
      });
      expect(await leftovers('team-a', key)).toEqual([`object ${stored(key).Key}`]);
    }
  });

  it('that are not allowed say so with the API’s code', async () => {
    for (const body of [BODY.subarray(0, 10), BODY]) {
      const refused = client.upload('users/bob/x', body);
      await expect(refused).rejects.toMatchObject({ code: 'access_denied', status: 403 });
      await expect(refused).rejects.toBeInstanceOf(TransferError);
    }
  });

  it('that the storage no longer has begin again, unless the source is a stream', async () => {
    const key = newKey();
    const file = endedUpload(key);
    await client.upload(key, new PausedBlob(file.ended), { partSize: 5 * MIB, onProgress: file.end });
    await file.ended;
    expect(sha256(await storedBytes(key))).toBe(sha256(BODY));
    const stream = endedUpload(key);
    const streaming = client.upload(key, pausedChunks(stream.ended), {
      partSize: 5 * MIB,
      onProgress: stream.end,
    });
    await expect(streaming).rejects.toMatchObject({ code: 'upload_not_active' });
    expect(await leftovers('team-a', key)).toEqual([`object ${stored(key).Key}`]);
  });

  it('that are aborted leave nothing behind', async () => {
    const key = newKey();
    const aborter = new AbortController();
    const uploading = client.upload(key, BODY, {
      signal: aborter.signal,
      partSize: 5 * MIB,
      onProgress: () => aborter.abort(new Error('enough')),
    });
    await expect(uploading).rejects.toThrow('enough');
    expect(await leftovers('team-a', key)).toEqual([]);
  });

  it('unverified are refused where verification is required', async () => {
    const options = { checksum: 'none', requireVerified: true } as const;
    await expect(client.upload(newKey(), 'text', options)).rejects.toMatchObject({ code: 'not_verified' });
  });
});

describe('downloads', () => {
  let single: string, parts: string;
  beforeAll(async () => {
    [single, parts] = [newKey(), newKey()];
    await client.upload(single, BODY.subarray(0, 1000));
    await client.upload(parts, BODY);
  });

  it('give the bytes, compared with the CRC64NVME of the object or else with the ETag', async () => {
    for (const [key, bytes, by] of [
      [single, BODY.subarray(0, 1000), verifiedBy('crc64nvme')],
      [parts, BODY, PARTS_SHOW],
    ] as const) {
      const { bytes: got, verified, size } = await client.download(key, { requireVerified: true });
      expect({ size, verified }).toEqual({ size: bytes.byteLength, verified: by });
      expect(sha256(got)).toBe(sha256(bytes));
    }
  });

  it('of what a listing told are compared likewise, and not at all if that is asked for', async () => {
    for (const [key, by] of [
      [single, verifiedBy('crc64nvme')],
      [parts, PARTS_SHOW],
    ] as const) {
      const known = await knownOf(client, key);
      expect((await client.download(key, { known })).verified).toBe(by);
      expect((await client.download(key, { known, verify: false })).verified).toBe('none');
    }
  });

  it('of an object that was replaced since it was listed give the new one', async () => {
    const known = { size: 4, etag: '"9e107d9d372bb6826bd81d3542a419d6"' };
    for (const [key, bytes] of [
      [single, BODY.subarray(0, 1000)],
      [parts, BODY],
    ] as const) {
      const { bytes: got, size } = await client.download(key, { known });
      expect({ size, sha256: sha256(got) }).toEqual({ size: bytes.byteLength, sha256: sha256(bytes) });
      const path = join(folder, 'replaced');
      await client.downloadFile(key, path, { known });
      expect(sha256(await readFile(path))).toBe(sha256(bytes));
      await rm(path);
      const longer = await client.download(key, { known: { ...known, size: 40 * MIB }, verify: false });
      expect(sha256(longer.bytes)).toBe(sha256(bytes));
      const hash = createHash('sha256');
      const stream = new Writable({ write: (chunk: Buffer, _, done) => done(hash.update(chunk) && null) });
      await client.downloadTo(key, stream, { known });
      expect(hash.digest('hex')).toBe(sha256(bytes));
    }
    expect(await readdir(folder)).toEqual([]);
  });

  it('are asked for the checksum only where it helps', async () => {
    expect(await client.head(single)).not.toHaveProperty('crc64nvme');
    const { crc64nvme } = await client.head(single, { checksumMode: 'ENABLED' });
    expect(crc64nvme !== undefined).toBe(CHECKS_PARTS);
  });

  it('of nothing give nothing', async () => {
    const key = newKey();
    await client.upload(key, '');
    expect((await client.download(key)).bytes.byteLength).toBe(0);
  });

  it('go to files, which have their names only when they are whole', async () => {
    const path = join(folder, 'film.mp4');
    await writeFile(path, 'before');
    const aborter = new AbortController();
    const broken = client.downloadFile(parts, path, {
      signal: aborter.signal,
      onProgress: () => aborter.abort(new Error('enough')),
    });
    await expect(broken).rejects.toThrow('enough');
    expect(await readFile(path, 'utf8')).toBe('before');
    await client.downloadFile(parts, path);
    expect(sha256(await readFile(path))).toBe(sha256(BODY));
    expect(await readdir(folder)).toEqual(['film.mp4']);
  });

  it('go to streams in order', async () => {
    const hash = createHash('sha256');
    const stream = new WritableStream<Uint8Array>({ write: (chunk) => void hash.update(chunk) });
    expect((await client.downloadTo(parts, stream)).verified).toBe(PARTS_SHOW);
    expect(hash.digest('hex')).toBe(sha256(BODY));
  });

  it('of what is not there, or not allowed, say which', async () => {
    await expect(client.download('users/alice/none')).rejects.toMatchObject({ code: 'not_found' });
    await expect(client.download('users/bob/x')).rejects.toMatchObject({ code: 'access_denied' });
  });
});
