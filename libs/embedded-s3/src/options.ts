import type { AwsCredentialIdentity } from '@aws-sdk/types';

export interface EmbeddedBucket {
  readonly name: string;
  /** The account id of the owner. If it is set, `x-amz-expected-bucket-owner` is compared with it. */
  readonly account?: string;
  /** Credentials that allow everything in this bucket. In another bucket they are valid only if it names them too. */
  readonly credentials: readonly AwsCredentialIdentity[];
}

/** A rule of `PutBucketCors`, with S3's names. Origins and headers may have one `*`. */
export interface CorsRule {
  readonly AllowedOrigins: readonly string[];
  readonly AllowedMethods: readonly string[];
  readonly AllowedHeaders?: readonly string[];
  readonly ExposeHeaders?: readonly string[];
  readonly MaxAgeSeconds?: number;
}

export interface EmbeddedS3Options {
  /** The port; 0, the default, selects a free one. */
  readonly port?: number;
  /**
   * The address to listen on: 127.0.0.1, the default, or 0.0.0.0 for a container that publishes the port on 127.0.0.1.
   */
  readonly host?: '127.0.0.1' | '0.0.0.0';
  readonly region: string;
  readonly buckets: readonly EmbeddedBucket[];
  /** The folder that keeps objects after the process ends. Without it, objects are only in memory. */
  readonly dataDir?: string;
  /** The CORS rules of all buckets. Without them, no page of another origin may use the buckets. */
  readonly cors?: readonly CorsRule[];
  readonly now?: () => Date;
  /** Called for faults of the server itself, which clients see only as `InternalError`. */
  readonly onFault?: (error: unknown) => void;
}

export interface EmbeddedS3 {
  /** The endpoint for path style, `http://127.0.0.1:PORT`. `http://BUCKET.localhost:PORT` works too. */
  readonly endpoint: string;
  readonly port: number;
  /** Adds credentials to a bucket, such as those of a new session. */
  addCredentials(bucket: string, credentials: AwsCredentialIdentity): void;
  /** Replaces the CORS rules, for example to add the pages of a server that was started later. */
  putCors(rules: readonly CorsRule[]): void;
  /** Stops the server at once, even with open connections. */
  close(): Promise<void>;
}
