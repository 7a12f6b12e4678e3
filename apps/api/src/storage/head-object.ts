import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import type { ObjectKey } from '#s3-presign';
import { checksumsOf, type Checksums } from './checksums.js';
import { entityTag } from './entity-tag.js';
import { S3Refusal } from './s3-failure.js';
import type { CallerStorage } from './tenant-storage.js';

/** The properties of an object's current version that S3 reports. */
export interface StoredObject {
  /** The size in bytes. */
  readonly size: number;
  /** The ETag in quotes, as S3 sends it. */
  readonly etag: string;
  readonly contentType: string;
  readonly lastModified: Date;
  /** The version id; set in a versioned bucket. */
  readonly versionId?: string | undefined;
  /** The metadata by name, without the prefix `x-amz-meta-`. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksums: Checksums;
  /** Further header fields of the object, by their names in the SDK. */
  readonly headers: Readonly<
    Partial<Record<'CacheControl' | 'ContentDisposition' | 'ContentEncoding' | 'ContentLanguage', string>>
  >;
}

/**
 * Returns the properties of an object.
 *
 * @throws S3Refusal `NoSuchKey`; `AccessDenied` if the object does not exist or the role may not read it
 */
export async function headObject(storage: CallerStorage, key: ObjectKey): Promise<StoredObject> {
  const head = await storage.call('HeadObject', (client, { HeadObjectCommand }, options) =>
    client.send(new HeadObjectCommand({ ...storage.place, Key: key, ChecksumMode: 'ENABLED' }), options),
  );
  return storedObject(head);
}

/**
 * Returns the properties of one version. An answer to HEAD has no body with an error code, so a 400 may mean an invalid
 * version id or an expired session. After such an answer, a HEAD
 * without a version replaces an expired session, and then the HEAD of the version is repeated.
 *
 * @throws S3Refusal `NoSuchKey`, also for a version that does not exist or is a delete marker, and for an invalid
 * version id; `AccessDenied`
 */
export async function headVersion(
  storage: CallerStorage,
  key: ObjectKey,
  versionId: string,
): Promise<StoredObject> {
  const ask = () =>
    storage.call('HeadObject', (client, { HeadObjectCommand }, options) =>
      client
        .send(new HeadObjectCommand({ ...storage.place, Key: key, VersionId: versionId }), options)
        .catch((error: unknown) => {
          throw isWrongVersion(error) ? Object.assign(new Error('no such version'), NO_SUCH_KEY) : error;
        }),
    );
  const head = await ask().catch(async (error: unknown) => {
    if (!(error instanceof S3Refusal && error.code === 'NoSuchKey')) throw error;
    await headObject(storage, key).catch((other: unknown) => {
      if (!(other instanceof S3Refusal)) throw other;
    });
    return ask();
  });
  return storedObject(head);
}

const NO_SUCH_KEY = { name: 'NoSuchKey', $metadata: { httpStatusCode: 404 } };

/** Returns whether an error means an invalid version. A 405 means that the version is a delete marker. */
const isWrongVersion = (error: unknown): boolean => {
  const status = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
  return status === 400 || status === 405;
};

function storedObject(head: HeadObjectCommandOutput): StoredObject {
  const { CacheControl, ContentDisposition, ContentEncoding, ContentLanguage } = head;
  return {
    size: head.ContentLength ?? 0,
    etag: entityTag(head.ETag),
    contentType: head.ContentType ?? '',
    lastModified: head.LastModified ?? new Date(0),
    versionId: head.VersionId,
    metadata: head.Metadata ?? {},
    checksums: checksumsOf(head),
    headers: {
      ...(CacheControl !== undefined && { CacheControl }),
      ...(ContentDisposition !== undefined && { ContentDisposition }),
      ...(ContentEncoding !== undefined && { ContentEncoding }),
      ...(ContentLanguage !== undefined && { ContentLanguage }),
    },
  };
}
