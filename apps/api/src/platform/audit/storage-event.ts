/**
 * The audit event of a change that the service makes in S3 for a caller. It is written before the change. Deletions and
 * copies have a second event with the outcome.
 */
export interface StorageEvent {
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  /** The ULID of the upload session in which the change is made. */
  readonly session?: string | undefined;
  readonly action: string;
  /** The operation's name in the S3 API Reference. */
  readonly operation:
    | 'CreateMultipartUpload'
    | 'CompleteMultipartUpload'
    | 'AbortMultipartUpload'
    | 'DeleteObjects'
    | 'CopyObject';
  readonly bucket: string;
  readonly key: string;
  /** The id of the multipart upload, which the object's metadata holds too. */
  readonly upload?: string;
  /** The version that a deletion names. */
  readonly versionId?: string | undefined;
  /** The source of a copy, as S3 has it. */
  readonly from?: { readonly key: string; readonly versionId?: string | undefined };
  /** The outcome; left out in the event before the change. `failed` means that S3 refused or did not answer. */
  readonly outcome?: 'done' | 'failed';
}
