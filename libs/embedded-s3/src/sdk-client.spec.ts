import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  type ChecksumAlgorithm,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TEAM_B, sdkClient, startTwoTeams } from '../testing/harness.js';
import type { EmbeddedS3 } from './index.js';

// These specs use the store by the AWS SDK. Its clock is the machine's.

const Bucket = 'team-a';
const PART = 5 * 1024 * 1024;

let s3: EmbeddedS3;
let client: S3Client;
let stranger: S3Client;
beforeAll(async () => {
  s3 = await startTwoTeams({ now: () => new Date() });
  client = sdkClient(s3);
  stranger = sdkClient(s3, TEAM_B);
});
afterAll(() => s3.close());

describe('objects by the AWS SDK', () => {
  it.each<ChecksumAlgorithm>(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'])(
    'are put and fetched with %s',
    async (ChecksumAlgorithm) => {
      const Key = `checksum/${ChecksumAlgorithm}`;
      const stored = await client.send(
        new PutObjectCommand({ Bucket, Key, Body: 'hello', ChecksumAlgorithm }),
      );
      const fetched = await client.send(new GetObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
      expect(await fetched.Body?.transformToString()).toBe('hello'); // the SDK compares it with the checksum
      const name = `Checksum${ChecksumAlgorithm}` as const;
      expect(stored).toHaveProperty(name, expect.stringMatching(/=$/));
      expect(fetched).toHaveProperty(name, Reflect.get(stored, name));
    },
  );

  it('are put from a stream, with a checksum in the trailer', async () => {
    const Key = 'stream.txt';
    const Body = Readable.from([Buffer.from('hello '), Buffer.from('stream')]);
    await client.send(
      new PutObjectCommand({ Bucket, Key, Body, ContentLength: 12, ChecksumAlgorithm: 'CRC32' }),
    );
    const { Body: fetched, ContentEncoding } = await client.send(new GetObjectCommand({ Bucket, Key }));
    expect(await fetched?.transformToString()).toBe('hello stream');
    expect(ContentEncoding).toBeUndefined();
  });

  it('are looked at and deleted', async () => {
    const Key = 'looked-at.txt';
    await client.send(new PutObjectCommand({ Bucket, Key, Body: 'hello', Metadata: { origin: 'web' } }));
    const { ContentLength, Metadata } = await client.send(new HeadObjectCommand({ Bucket, Key }));
    expect({ ContentLength, Metadata }).toEqual({ ContentLength: 5, Metadata: { origin: 'web' } });
    await client.send(new DeleteObjectCommand({ Bucket, Key }));
    await expect(client.send(new HeadObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'NotFound',
    });
    await expect(client.send(new GetObjectCommand({ Bucket, Key }))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  it('are listed in pages', async () => {
    for (const Key of ['list/a', 'list/B', 'list/sub/1', 'list/sub/2', 'list/z']) {
      await client.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
    }
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const asked = { Bucket, Prefix: 'list/', Delimiter: '/', MaxKeys: 2, ContinuationToken };
      const page = await client.send(new ListObjectsV2Command(asked));
      found.push(
        ...(page.Contents ?? []).map(({ Key }) => Key),
        ...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix),
      );
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(found).toEqual(['list/B', 'list/a', 'list/z', 'list/sub/']);
  });

  it('are in a bucket that is there', async () => {
    await expect(client.send(new HeadBucketCommand({ Bucket }))).resolves.toBeDefined();
    await expect(client.send(new HeadBucketCommand({ Bucket: 'team-b' }))).rejects.toMatchObject({
      $metadata: { httpStatusCode: 403 },
    });
    await expect(client.send(new HeadBucketCommand({ Bucket: 'nobodys' }))).rejects.toMatchObject({
      name: 'NotFound',
    });
  });
});

describe('multipart uploads by the AWS SDK', () => {
  const first = Buffer.alloc(PART, 'a');

  it('are created, listed, completed', async () => {
    const upload = await create('whole.png');
    const one = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: first }));
    const two = await client.send(new UploadPartCommand({ ...upload, PartNumber: 2, Body: 'end' }));
    const listed = await client.send(new ListPartsCommand({ ...upload, MaxParts: 1 }));
    expect(listed).toMatchObject({
      IsTruncated: true,
      NextPartNumberMarker: '1',
      Parts: [{ PartNumber: 1, Size: PART, ETag: one.ETag }],
    });
    const rest = await client.send(
      new ListPartsCommand({ ...upload, PartNumberMarker: listed.NextPartNumberMarker }),
    );
    expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 2, Size: 3, ETag: two.ETag }] });

    const Parts = [one, two].map(({ ETag }, i) => ({ ETag, PartNumber: i + 1 }));
    const complete = (MpuObjectSize: number) =>
      client.send(
        new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts }, MpuObjectSize }),
      );
    await expect(complete(PART)).rejects.toMatchObject({ name: 'InvalidRequest' });
    await complete(PART + 3);
    const { ContentLength, ContentType, ETag } = await client.send(
      new HeadObjectCommand({ Bucket, Key: 'whole.png' }),
    );
    expect({ ContentLength, ContentType }).toEqual({ ContentLength: PART + 3, ContentType: 'image/png' });
    expect(ETag).toMatch(/-2"$/);
  });

  it('with an algorithm have the checksum of every part: sent, listed, and named at the end', async () => {
    const ChecksumAlgorithm = 'SHA256';
    const asked = { Bucket, Key: 'sums.png', ChecksumAlgorithm } as const;
    const created = await client.send(new CreateMultipartUploadCommand(asked));
    expect(created.ChecksumAlgorithm).toBe(ChecksumAlgorithm);
    const upload = { Bucket, Key: asked.Key, UploadId: created.UploadId };
    const part = { ...upload, PartNumber: 1, Body: 'end' };
    await expect(client.send(new UploadPartCommand(part))).rejects.toMatchObject({
      name: 'InvalidRequest',
      message: expect.stringContaining('expected checksum Type: sha256') as string,
    });
    const { ETag, ChecksumSHA256 } = await client.send(new UploadPartCommand({ ...part, ChecksumAlgorithm }));
    const listed = await client.send(new ListPartsCommand(upload));
    expect(listed).toMatchObject({ ChecksumAlgorithm, Parts: [{ ChecksumSHA256 }] });

    const complete = (checksum: object) => {
      const Parts = [{ ETag, PartNumber: 1, ...checksum }];
      return client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
    };
    await expect(complete({})).rejects.toMatchObject({ name: 'InvalidRequest' });
    const other = Buffer.alloc(32).toString('base64');
    await expect(complete({ ChecksumSHA256: other })).rejects.toMatchObject({ name: 'InvalidPart' });
    await complete({ ChecksumSHA256 });
    const head = await client.send(
      new HeadObjectCommand({ Bucket, Key: asked.Key, ChecksumMode: 'ENABLED' }),
    );
    expect(head.ChecksumSHA256).toMatch(/=-1$/);
  });

  it('are aborted and gone', async () => {
    const upload = await create('aborted.png');
    await client.send(new AbortMultipartUploadCommand(upload));
    await expect(client.send(new ListPartsCommand(upload))).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('are listed while they are unfinished, page by page', async () => {
    const Prefix = 'unfinished/';
    const uploads = [await create(`${Prefix}b`), await create(`${Prefix}a`), await create(`${Prefix}b`)];
    const ids = [uploads[1], uploads[0], uploads[2]].map((upload) => upload!.UploadId);
    const list = async (asked: object = {}) => {
      const answer = await client.send(new ListMultipartUploadsCommand({ Bucket, Prefix, ...asked }));
      return { ...answer, ids: (answer.Uploads ?? []).map(({ UploadId }) => UploadId) };
    };
    expect((await list()).ids).toEqual(ids);
    const page = await list({ MaxUploads: 2 });
    expect(page).toMatchObject({ ids: ids.slice(0, 2), IsTruncated: true, NextKeyMarker: `${Prefix}b` });
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page;
    expect(await list({ KeyMarker, UploadIdMarker })).toMatchObject({ ids: [ids[2]], IsTruncated: false });
    expect((await list({ KeyMarker: `${Prefix}a` })).ids).toEqual(ids.slice(1));
    await client.send(new AbortMultipartUploadCommand(uploads[0]!));
    expect((await list()).ids).toEqual([ids[0], ids[2]]);
  });

  it('overwrite nothing where they must not', async () => {
    await client.send(new PutObjectCommand({ Bucket, Key: 'taken.png', Body: 'first' }));
    const upload = await create('taken.png');
    const { ETag } = await client.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'second' }));
    const MultipartUpload = { Parts: [{ ETag, PartNumber: 1 }] };
    const complete = new CompleteMultipartUploadCommand({ ...upload, MultipartUpload, IfNoneMatch: '*' });
    await expect(client.send(complete)).rejects.toMatchObject({ name: 'PreconditionFailed' });
  });

  it('cannot be reached through another bucket or key', async () => {
    const upload = await create('mine.png');
    const noSuchUpload = { name: 'NoSuchUpload' };
    for (const elsewhere of [{ Bucket: 'team-b' }, { Key: 'other.png' }]) {
      const asked = { ...upload, ...elsewhere };
      const on = asked.Bucket === Bucket ? client : stranger;
      await expect(
        on.send(new UploadPartCommand({ ...asked, PartNumber: 1, Body: 'x' })),
      ).rejects.toMatchObject(noSuchUpload);
      await expect(on.send(new ListPartsCommand(asked))).rejects.toMatchObject(noSuchUpload);
      await expect(on.send(new AbortMultipartUploadCommand(asked))).rejects.toMatchObject(noSuchUpload);
      const MultipartUpload = { Parts: [{ ETag: 'x', PartNumber: 1 }] };
      await expect(
        on.send(new CompleteMultipartUploadCommand({ ...asked, MultipartUpload })),
      ).rejects.toMatchObject(noSuchUpload);
    }
    expect(await client.send(new ListPartsCommand(upload))).not.toHaveProperty('Parts');
  });

  it.each([0, 10_001])('have no part %i', async (PartNumber) => {
    const upload = await create('numbers.png');
    const part = new UploadPartCommand({ ...upload, PartNumber, Body: 'x' });
    await expect(client.send(part)).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

async function create(Key: string) {
  const asked = new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'image/png' });
  const { UploadId } = await client.send(asked);
  return { Bucket, Key, UploadId };
}
