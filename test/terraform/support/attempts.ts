import {
  AbortMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  ListPartsCommand,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';

/** An object that exists before a role's attempt: its bucket, its key and its version. */
export interface Thing {
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
}

/**
 * An attempt of a role. For IAM, uploads of parts and forms are the same as `put`.
 *
 * @returns the HTTP status of S3's answer
 */
export type Attempt = (s3: S3Client, thing: Thing) => Promise<number>;

export const ATTEMPTS = {
  get: (s3, { bucket: Bucket, key: Key }) =>
    use('GET', getSignedUrl(s3, new GetObjectCommand({ Bucket, Key }))),
  head: (s3, { bucket: Bucket, key: Key }) =>
    use('HEAD', getSignedUrl(s3, new HeadObjectCommand({ Bucket, Key }))),
  put: (s3, { bucket: Bucket, key: Key }) =>
    use('PUT', getSignedUrl(s3, new PutObjectCommand({ Bucket, Key }))),
  multipart: async (s3, { bucket: Bucket, key: Key }) => {
    const created = await status(async () => {
      const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key }));
      await s3.send(new ListPartsCommand({ Bucket, Key, UploadId }));
      await s3.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));
    });
    return created;
  },
  delete: (s3, { bucket: Bucket, key: Key }) =>
    use('DELETE', getSignedUrl(s3, new DeleteObjectCommand({ Bucket, Key }))),
  getVersion: (s3, { bucket: Bucket, key: Key, versionId: VersionId }) =>
    use('GET', getSignedUrl(s3, new GetObjectCommand({ Bucket, Key, VersionId }))),
  deleteVersion: (s3, { bucket: Bucket, key: Key, versionId: VersionId }) =>
    use('DELETE', getSignedUrl(s3, new DeleteObjectCommand({ Bucket, Key, VersionId }))),
} as const satisfies Record<string, Attempt>;

/** Lists keys, and returns the HTTP status. @param prefix the prefix to list; `undefined` lists everything */
export const list = (s3: S3Client, bucket: string, prefix: string | undefined): Promise<number> =>
  use(
    'GET',
    getSignedUrl(
      s3,
      new ListObjectsV2Command({ Bucket: bucket, ...(prefix !== undefined && { Prefix: prefix }) }),
    ),
  );

/** Lists versions, and returns the HTTP status. @param prefix the prefix to list; `undefined` lists everything */
export const listVersions = (s3: S3Client, Bucket: string, prefix: string | undefined): Promise<number> =>
  status(() =>
    s3.send(new ListObjectVersionsCommand({ Bucket, ...(prefix !== undefined && { Prefix: prefix }) })),
  );

async function use(method: string, signed: Promise<string>): Promise<number> {
  const response = await fetch(await signed, { method, ...(method === 'PUT' && { body: 'x' }) });
  await response.arrayBuffer();
  return response.status;
}

/** Runs a call of the SDK. @returns the HTTP status of a call by the SDK */
export async function status(call: () => Promise<unknown>): Promise<number> {
  try {
    await call();
    return 200;
  } catch (error) {
    const code = (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode;
    if (code === undefined) throw error;
    return code;
  }
}
