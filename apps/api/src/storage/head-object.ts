import type { ObjectKey } from '#s3-presign';
import { checksumsOf, type Checksums } from './checksums.js';
import { entityTag } from './entity-tag.js';
import type { TenantStorage } from './tenant-storage.js';

/** What S3 says of the current version of an object. */
export interface StoredObject {
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, in quotes. */
  readonly etag: string;
  readonly contentType: string;
  readonly lastModified: Date;
  /** In a versioned bucket. */
  readonly versionId?: string | undefined;
  /** `x-amz-meta-…`, without that. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly checksums: Checksums;
}

/** @throws S3Refusal `NoSuchKey`; `AccessDenied` if the object is not there or the role may not read it */
export async function headObject(storage: TenantStorage, key: ObjectKey): Promise<StoredObject> {
  const head = await storage.call('HeadObject', (client, { HeadObjectCommand }, options) =>
    client.send(new HeadObjectCommand({ ...storage.place, Key: key, ChecksumMode: 'ENABLED' }), options),
  );
  return {
    size: head.ContentLength ?? 0,
    etag: entityTag(head.ETag),
    contentType: head.ContentType ?? '',
    lastModified: head.LastModified ?? new Date(0),
    versionId: head.VersionId,
    metadata: head.Metadata ?? {},
    checksums: checksumsOf(head),
  };
}
