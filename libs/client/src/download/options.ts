import type { OnProgress } from '../progress.js';
import type { Verified } from '../upload/options.js';

export interface DownloadOptions {
  /** A version other than the current one; requires a grant of `downloadVersion`. */
  readonly versionId?: string | undefined;
  /** The object's size and ETag from a listing, which save a request. */
  readonly known?: { readonly size: number; readonly etag: string } | undefined;
  /**
   * Whether to compare the bytes with the object's CRC64NVME or ETag, if it has one that can be compared: true if left
   * out.
   */
  readonly verify?: boolean | undefined;
  /** Whether to fail with `not_verified` if the bytes can't be verified. */
  readonly requireVerified?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

export interface DownloadResult {
  readonly key: string;
  /** The size in bytes. */
  readonly size: number;
  /** The ETag as S3 reports it, in quotes. */
  readonly etag: string;
  readonly verified: Verified;
}
