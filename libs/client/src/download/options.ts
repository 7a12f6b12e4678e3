import type { OnProgress } from '../progress.js';
import type { Verified } from '../upload/options.js';

export interface DownloadOptions {
  /** A version other than the current one; takes a grant of `downloadVersion`. */
  readonly versionId?: string | undefined;
  /** What a listing said of the object: saves a request. */
  readonly known?: { readonly size: number; readonly etag: string } | undefined;
  /** Whether to compare the bytes with the object's CRC64NVME or ETag, where one tells: true if left out. */
  readonly verify?: boolean | undefined;
  /** Fail with `not_verified` where nothing shows that the bytes are the object's. */
  readonly requireVerified?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface DownloadResult {
  readonly key: string;
  /** Bytes. */
  readonly size: number;
  /** As S3 gives it, in quotes. */
  readonly etag: string;
  readonly verified: Verified;
}
