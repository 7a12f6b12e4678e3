import type { UploadRequest } from '../api/types.js';
import type { OnProgress } from '../progress.js';

/**
 * How the bytes were verified. For uploads: by a CRC64NVME or SHA-256 that the storage checks, by comparing MD5s with
 * its ETags, or not at all. For downloads: by the CRC64NVME or the ETag that the storage reports, or not at all.
 */
export type Verified = 'crc64nvme' | 'sha256-parts' | 'md5-parts' | 'none';

export interface UploadOptions {
  /** The content type; `application/octet-stream` if left out. */
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** With `*`, the upload succeeds only if no object has the key. */
  readonly ifNoneMatch?: '*' | undefined;
  /**
   * The digest of each part. `auto` means CRC64NVME in Node and SHA-256 in browsers. If the storage checks neither, it
   * means MD5.
   */
  readonly checksum?: 'auto' | 'crc64nvme' | 'sha256' | 'none' | undefined;
  /** Whether to fail with `not_verified` if the upload can't be verified. */
  readonly requireVerified?: boolean | undefined;
  /** The size of a stream in bytes, if known. Required for streams if the tenant limits uploads. */
  readonly size?: number | undefined;
  /** The size of a part in bytes, 5 MiB to 5 GiB; the API chooses it if left out. */
  readonly partSize?: number | undefined;
  /** Whether to resume an interrupted upload, and to keep this one resumable: true if left out. */
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface UploadResult {
  readonly key: string;
  /** The size in bytes. */
  readonly size: number;
  /** The ETag as S3 reports it, in quotes; missing if the client may not learn it. */
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  readonly verified: Verified;
  /** The number of bytes that were in the storage from an interrupted upload. */
  readonly resumed: number;
}

type Described = Pick<UploadRequest, 'contentType' | 'metadata' | 'tags' | 'ifNoneMatch'>;

/** Returns the properties that the object is to have, in the form of the API. */
export function describe({ contentType, metadata, tags, ifNoneMatch }: UploadOptions): Described {
  return {
    ...(contentType !== undefined && { contentType }),
    ...(metadata && { metadata: { ...metadata } }),
    ...(tags && { tags: { ...tags } }),
    ...(ifNoneMatch && { ifNoneMatch }),
  };
}
