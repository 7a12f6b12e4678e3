import { uriEncodePath, type Encryption, type ObjectKey } from '#s3-presign';
import { encryptionMembers } from './encryption-members.js';
import { entityTag } from './entity-tag.js';
import type { StoredObject } from './head-object.js';
import { storageUnavailable } from './s3-failure.js';
import type { CallerStorage } from './tenant-storage.js';

// See the S3 API Reference, CopyObject.

/** The size in bytes of the largest object that S3 copies in one call. */
export const MAX_COPY = 5 * 1024 ** 3;

export interface ObjectCopy {
  readonly from: { readonly key: ObjectKey; readonly versionId?: string | undefined };
  /** The source as HEAD returned it. S3 copies it only if its ETag is still the same. */
  readonly source: StoredObject;
  readonly to: ObjectKey;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly encryption?: Encryption | undefined;
}

/** The deadline in milliseconds. S3 may take minutes for 5 GiB. */
const COPY_DEADLINE = 120_000;

/**
 * Copies an object. The tenant's account must own both buckets. The content type and the metadata are sent again,
 * because they can change while the ETag stays the same. Tags are not copied, because a tag may state that the source
 * was scanned and is clean.
 *
 * @throws S3Refusal `NoSuchKey`, `PreconditionFailed` …; ApiError `storage_unavailable`, also for a 200 with an error
 */
export async function copyObject(
  storage: CallerStorage,
  { from, source, to, contentType, metadata, encryption }: ObjectCopy,
): Promise<{ readonly etag: string; readonly versionId?: string | undefined }> {
  const owner = storage.place.ExpectedBucketOwner;
  const copied = await storage.call(
    'CopyObject',
    (client, { CopyObjectCommand }, options) =>
      client.send(
        new CopyObjectCommand({
          ...storage.place,
          ...(owner !== undefined && { ExpectedSourceBucketOwner: owner }),
          Key: to,
          CopySource: copySource(storage.place.Bucket, from),
          CopySourceIfMatch: source.etag,
          MetadataDirective: 'REPLACE',
          TaggingDirective: 'REPLACE',
          ContentType: contentType,
          Metadata: { ...metadata },
          ...source.headers,
          ...(encryption && encryptionMembers(encryption)),
        }),
        options,
      ),
    COPY_DEADLINE,
  );
  const etag = copied.CopyObjectResult?.ETag;
  if (etag === undefined) throw storageUnavailable(); // S3 did not confirm the copy
  return { etag: entityTag(etag), versionId: copied.VersionId };
}

/**
 * Returns the percent-encoded value of the copy source. A `?` that is not encoded would begin the version id.
 *
 * @param bucket name of the bucket, or ARN of an access point
 */
export function copySource(
  bucket: string,
  { key, versionId }: { readonly key: string; readonly versionId?: string | undefined },
): string {
  const path = bucket.startsWith('arn:') ? `${bucket}/object/${key}` : `${bucket}/${key}`;
  return uriEncodePath(path) + (versionId === undefined ? '' : `?versionId=${encodeURIComponent(versionId)}`);
}
