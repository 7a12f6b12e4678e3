/** What is written of everything that the service itself changes at S3 for a caller, before it does so. */
export interface StorageEvent {
  readonly requestId: string;
  readonly tenant: string;
  readonly subject: string;
  readonly issuer: string;
  /** The upload session that it is done in. */
  readonly session?: string | undefined;
  readonly action: string;
  /** As the S3 API Reference names it. */
  readonly operation: 'CreateMultipartUpload' | 'CompleteMultipartUpload' | 'AbortMultipartUpload';
  readonly bucket: string;
  readonly key: string;
  /** Which upload; stands in the object's metadata, too. */
  readonly upload: string;
}
