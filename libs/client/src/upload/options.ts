import type { UploadRequest } from '../api/types.js';
import type { OnProgress } from '../progress.js';

/**
 * How it was shown that the bytes are right. Upload: by a CRC64NVME or SHA-256 that the storage compared itself, by
 * comparing MD5s with its ETags, or not at all. Download: by the CRC64NVME or the ETag that the storage shows.
 */
export type Verified = 'crc64nvme' | 'sha256-parts' | 'md5-parts' | 'none';

export interface UploadOptions {
  /** `application/octet-stream` if left out. */
  readonly contentType?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  /** Upload only if no object has the key. */
  readonly ifNoneMatch?: '*' | undefined;
  /** The digest of each part. `auto`: CRC64NVME in Node, SHA-256 in browsers, and MD5 where the storage checks neither. */
  readonly checksum?: 'auto' | 'crc64nvme' | 'sha256' | 'none' | undefined;
  /** Fail with `not_verified` rather than succeed unverified. */
  readonly requireVerified?: boolean | undefined;
  /** Bytes of a stream, if known. Required for streams if the tenant limits uploads. */
  readonly size?: number | undefined;
  /** Bytes of a part, 5 MiB to 5 GiB; the API chooses if left out. */
  readonly partSize?: number | undefined;
  /** Whether to resume an upload that was interrupted, and to keep this one resumable: true if left out. */
  readonly resume?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface UploadResult {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, in quotes; missing if the API may not tell. */
  readonly etag?: string | undefined;
  readonly versionId?: string | undefined;
  readonly verified: Verified;
  /** Bytes that were there already, from an upload that was interrupted. */
  readonly resumed: number;
}

type Described = Pick<UploadRequest, 'contentType' | 'metadata' | 'tags' | 'ifNoneMatch'>;

/** Returns what the object is to be, as the API takes it. */
export function describe({ contentType, metadata, tags, ifNoneMatch }: UploadOptions): Described {
  return {
    ...(contentType !== undefined && { contentType }),
    ...(metadata && { metadata: { ...metadata } }),
    ...(tags && { tags: { ...tags } }),
    ...(ifNoneMatch && { ifNoneMatch }),
  };
}
