import type { AwsCredentialIdentity } from '@aws-sdk/types';

export const TARGET_NAMES = ['embedded', 'localstack', 'radosgw', 'external'] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** The kind of a server. The gaps in not-verified.ts depend on it. */
export type ServerKind = 'embedded' | 'localstack' | 'radosgw' | 'unknown';

/** A bucket and the credentials of its owner, who can do everything in it. */
export interface TargetTenant {
  readonly bucket: string;
  readonly credentials: AwsCredentialIdentity;
}

/** The source of the first tenant's temporary credentials: AssumeRole, called with `tenants[0].credentials`. */
export interface TargetRole {
  readonly stsEndpoint: string;
  readonly arn: string;
  /** The shortest possible session in seconds. */
  readonly minDurationSeconds: number;
}

/** An S3 server for the tests, as plain data. */
export interface TargetData {
  readonly name: TargetName;
  readonly server: ServerKind;
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
  readonly tenants: readonly [TargetTenant, TargetTenant];
  /** The prefix of all keys of a run. It is empty or ends in `/`. */
  readonly keyPrefix: string;
  readonly role?: TargetRole | undefined;
  /** The name of a key for SSE-KMS, if the target has such keys. */
  readonly kmsKey?: string | undefined;
}

/** The location of the buckets. */
export type TargetLocation = Pick<TargetData, 'endpoint' | 'region' | 'forcePathStyle'>;

export interface Target extends TargetData {
  /** Stops what was started, and deletes what was created. */
  readonly stop: () => Promise<void>;
}
