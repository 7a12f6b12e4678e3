import type { AwsCredentialIdentity } from '@aws-sdk/types';
import { observeCalls, observeDate, type StsContext } from '#s3-presign';
import type { TenantEntry } from '#tenant-file';
import { proofPrefix } from '../grants/proof-prefix.js';

/** The timeouts of the request, in milliseconds. */
const TIMEOUTS = { connectionTimeout: 1_000, requestTimeout: 2_000, throwOnRequestTimeout: true };

/**
 * Proves that the bucket exists, in the configured region and account, by listing one key under a granted prefix.
 * HeadBucket is not used, because a role with least privilege may not call it.
 *
 * @throws the error that S3 answers
 */
export async function proveBucket(
  entry: TenantEntry,
  identity: AwsCredentialIdentity,
  { clockOffset, calls }: Pick<StsContext, 'clockOffset' | 'calls'>,
): Promise<void> {
  const { ListObjectsV2Command, S3Client } = await import('@aws-sdk/client-s3');
  const { bucket, region, endpoint, forcePathStyle, account } = entry;
  const client = new S3Client({
    region,
    credentials: identity,
    maxAttempts: 2,
    requestHandler: TIMEOUTS,
    followRegionRedirects: false,
    ...(endpoint !== undefined && { endpoint }),
    ...(forcePathStyle !== undefined && { forcePathStyle }),
  });
  if (clockOffset) observeDate(client, clockOffset);
  observeCalls(client, calls);
  try {
    await client.send(
      new ListObjectsV2Command({
        Bucket: bucket,
        Prefix: proofPrefix(entry),
        MaxKeys: 1,
        ...(account !== undefined && { ExpectedBucketOwner: account }),
      }),
    );
  } finally {
    client.destroy();
  }
}
