/** What is written of everything that the service itself changes at S3 for a caller: before it does so, and of deletions and copies again when the outcome is known. */
export interface StorageEvent {
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  /** The upload session that it is done in. */
  readonly session?: string | undefined;
  readonly action: string;
  /** As the S3 API Reference names it. */
  readonly operation:
    | 'CreateMultipartUpload'
    | 'CompleteMultipartUpload'
    | 'AbortMultipartUpload'
    | 'DeleteObjects'
    | 'CopyObject';
  readonly bucket: string;
  readonly key: string;
  /** Which upload; stands in the object's metadata, too. */
  readonly upload?: string;
  /** Of a deletion: the version that was named. */
  readonly versionId?: string | undefined;
  /** Of a copy: the source, as S3 has it. */
  readonly from?: { readonly key: string; readonly versionId?: string | undefined };
  /** Left out before it is known. `failed`: S3 refused, or did not say. */
  readonly outcome?: 'done' | 'failed';
}
