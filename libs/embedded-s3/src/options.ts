import type { AwsCredentialIdentity } from '@aws-sdk/types';

export interface EmbeddedBucket {
  readonly name: string;
  /** Account id of the owner; then `x-amz-expected-bucket-owner` is held against it. */
  readonly account?: string;
  /** Each may do everything in this bucket, and nothing in the others that don't name it. */
  readonly credentials: readonly AwsCredentialIdentity[];
}

/** A rule of `PutBucketCors`, in S3's words; origins and headers may have one `*`. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAgeSeconds?: number;
}

export interface EmbeddedS3Options {
  /** 0, the default, takes a free one. */
  readonly port?: number;
  /** The address to listen on: 127.0.0.1, the default, or 0.0.0.0, for a container that publishes the port on 127.0.0.1. */
  readonly host?: '127.0.0.1' | '0.0.0.0';
  readonly region: string;
  readonly buckets: readonly EmbeddedBucket[];
  /** Folder that keeps objects beyond the end of the process. Without it all is in memory only. */
  readonly dataDir?: string;
  /** Of all buckets. Without it no page of another origin may use them. */
  readonly cors?: readonly CorsRule[];
  readonly now?: () => Date;
  /** Told of faults of the server's own, of which clients see no more than `InternalError`. */
  readonly onFault?: (error: unknown) => void;
}

export interface EmbeddedS3 {
  /** `http://127.0.0.1:PORT`, for path style; `http://BUCKET.localhost:PORT` serves too. */
  readonly endpoint: string;
  readonly port: number;
  /** Lets further credentials, as those of a new session, into a bucket. */
  addCredentials(bucket: string, credentials: AwsCredentialIdentity): void;
  /** Replaces the rules, as those for pages of a server that was started later. */
  putCors(rules: readonly CorsRule[]): void;
  /** Ends at once, whatever is open. */
  close(): Promise<void>;
}
