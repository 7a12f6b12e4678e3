import type { CompletedPart, CreateMultipartUploadCommandInput, Part } from '@aws-sdk/client-s3';
import { uploadHeaders, type ChecksumAlgorithm, type Encryption, type ObjectKey } from '#s3-presign';
import { checksumsOf, type Checksums } from './checksums.js';
import { encryptionMembers } from './encryption-members.js';
import { entityTag } from './entity-tag.js';
import type { CallerStorage } from './tenant-storage.js';

// See the S3 API Reference: CreateMultipartUpload, ListParts, CompleteMultipartUpload, AbortMultipartUpload.

export interface NewUpload {
  readonly key: ObjectKey;
  readonly contentType: string;
  readonly metadata: Readonly<Record<string, string>>;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly encryption?: Encryption | undefined;
  /** The checksum algorithm; if set, every part must have a checksum. */
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
}

/** The key and the upload id by which S3 identifies an upload. */
export interface UploadLocation {
  readonly key: ObjectKey;
  readonly s3UploadId: string;
}

export interface StoredPart {
  readonly partNumber: number;
  /** The size in bytes. */
  readonly size: number;
  /** The ETag in quotes, as S3 sends it. */
  readonly etag: string;
  readonly lastModified: Date;
  readonly checksums: Checksums;
}

export interface Completion {
  readonly parts: readonly StoredPart[];
  /** If true, the upload completes only while no object has the key. */
  readonly ifNoneMatch: boolean;
  /**
   * The upload's checksum algorithm. S3 requires the checksums of the parts again, but only those that clients sent.
   */
  readonly checksumAlgorithm?: ChecksumAlgorithm | undefined;
}

export interface CompletedObject {
  readonly etag: string;
  readonly versionId?: string | undefined;
}

/** The deadline in milliseconds. S3 may take minutes to assemble ten thousand parts. */
const COMPLETION_DEADLINE = 120_000;

/**
 * Creates an upload.
 *
 * @returns S3's upload id, and the checksum algorithm that S3 will require
 * @throws S3Refusal `InvalidTag`
 */
export async function createUpload(
  storage: CallerStorage,
  upload: NewUpload,
): Promise<{ readonly s3UploadId: string; readonly checksumAlgorithm?: string | undefined }> {
  const input: CreateMultipartUploadCommandInput = {
    ...storage.place,
    Key: upload.key,
    ContentType: upload.contentType,
    Metadata: { ...upload.metadata },
    ...(upload.tags && { Tagging: uploadHeaders({ tags: upload.tags })['x-amz-tagging'] }),
    ...(upload.checksumAlgorithm && { ChecksumAlgorithm: upload.checksumAlgorithm }),
    ...(upload.encryption && encryptionMembers(upload.encryption)),
  };
  const created = await storage.call(
    'CreateMultipartUpload',
    (client, { CreateMultipartUploadCommand }, options) =>
      client.send(new CreateMultipartUploadCommand(input), options),
  );
  return { s3UploadId: created.UploadId!, checksumAlgorithm: created.ChecksumAlgorithm };
}

/**
 * Returns the parts of all pages, ordered by number.
 *
 * @throws S3Refusal `NoSuchUpload`
 */
export async function listParts(storage: CallerStorage, upload: UploadLocation): Promise<StoredPart[]> {
  const parts: StoredPart[] = [];
  let PartNumberMarker: string | undefined;
  do {
    const page = await storage.call('ListParts', (client, { ListPartsCommand }, options) =>
      client.send(new ListPartsCommand({ ...placeOf(storage, upload), PartNumberMarker }), options),
    );
    parts.push(...(page.Parts ?? []).map(storedPart));
    PartNumberMarker = page.IsTruncated ? page.NextPartNumberMarker : undefined;
  } while (PartNumberMarker !== undefined);
  return parts;
}

/**
 * Completes an upload. S3 compares every ETag, and refuses if a part was replaced after it was listed.
 *
 * @throws S3Refusal `NoSuchUpload`, `InvalidPart`, `EntityTooSmall`, `PreconditionFailed`, `ConditionalRequestConflict`
 * …
 */
export async function completeUpload(
  storage: CallerStorage,
  upload: UploadLocation,
  { parts, ifNoneMatch, checksumAlgorithm }: Completion,
): Promise<CompletedObject> {
  const completed = await storage.call(
    'CompleteMultipartUpload',
    (client, { CompleteMultipartUploadCommand }, options) =>
      client.send(
        new CompleteMultipartUploadCommand({
          ...placeOf(storage, upload),
          MultipartUpload: { Parts: parts.map((part) => completedPart(part, checksumAlgorithm)) },
          MpuObjectSize: parts.reduce((sum, { size }) => sum + size, 0),
          ...(ifNoneMatch && { IfNoneMatch: '*' }),
        }),
        options,
      ),
    COMPLETION_DEADLINE,
  );
  return { etag: entityTag(completed.ETag), versionId: completed.VersionId };
}

/**
 * Aborts an upload.
 *
 * @throws S3Refusal `NoSuchUpload`
 */
export async function abortUpload(storage: CallerStorage, upload: UploadLocation): Promise<void> {
  await storage.call('AbortMultipartUpload', (client, { AbortMultipartUploadCommand }, options) =>
    client.send(new AbortMultipartUploadCommand(placeOf(storage, upload)), options),
  );
}

const placeOf = ({ place }: CallerStorage, { key, s3UploadId }: UploadLocation) => ({
  ...place,
  Key: key,
  UploadId: s3UploadId,
});

const storedPart = (part: Part): StoredPart => ({
  partNumber: part.PartNumber ?? 0,
  size: part.Size ?? 0,
  etag: entityTag(part.ETag),
  lastModified: part.LastModified ?? new Date(0),
  checksums: checksumsOf(part),
});

function completedPart(
  { partNumber, etag, checksums }: StoredPart,
  algorithm: ChecksumAlgorithm | undefined,
): CompletedPart {
  return {
    PartNumber: partNumber,
    ETag: etag,
    ...(algorithm && { [`Checksum${algorithm}`]: checksums[algorithm] }),
  };
}
