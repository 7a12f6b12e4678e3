import type { AwsCredentialIdentity } from '@aws-sdk/types';

export const TARGET_NAMES = ['embedded', 'localstack', 'radosgw', 'external'] as const;
export type TargetName = (typeof TARGET_NAMES)[number];

/** What kind of server it is: what it is known not to verify depends on it (not-verified.ts). */
export type ServerKind = 'embedded' | 'localstack' | 'radosgw' | 'unknown';

/** A bucket and the credentials of its owner, who can do everything in it. */
export interface TargetTenant {
  readonly bucket: string;
  readonly credentials: AwsCredentialIdentity;
}

/** Where temporary credentials of the first tenant come from: AssumeRole, called with `tenants[0].credentials`. */
export interface TargetRole {
  readonly stsEndpoint: string;
  readonly arn: string;
  /** The shortest session that can be had, in seconds. */
  readonly minDurationSeconds: number;
}

/** An S3 server that the suite runs against, as plain data. */
export interface TargetData {
  readonly name: TargetName;
  readonly server: ServerKind;
  readonly endpoint: string;
  readonly region: string;
  readonly forcePathStyle: boolean;
  readonly tenants: readonly [TargetTenant, TargetTenant];
  /** What every key of a run begins with; empty or ends in `/`. */
  readonly keyPrefix: string;
  readonly role?: TargetRole | undefined;
  /** A name of a key that SSE-KMS can use, where the target has such keys. */
  readonly kmsKey?: string | undefined;
}

/** Where the buckets are. */
export type TargetLocation = Pick<TargetData, 'endpoint' | 'region' | 'forcePathStyle'>;

export interface Target extends TargetData {
  /** Ends what was started and takes away what was made. */
  readonly stop: () => Promise<void>;
}
