import type { TenantEntry } from '#tenant-file';

/**
 * Returns the region whose STS a tenant uses: `stsRegion`, otherwise `AWS_REGION`, which EKS and Lambda set. In the
 * latter region, the VPC has its STS endpoint and the cluster's account is enabled, which may not be true for the
 * bucket's region. STS does not know roles of other partitions, so for a bucket in another partition the bucket's
 * region is used.
 */
export function stsRegion(
  { stsRegion: written, region }: Pick<TenantEntry, 'stsRegion' | 'region'>,
  ambient = process.env['AWS_REGION'],
): string {
  if (written !== undefined) return written;
  return ambient !== undefined && ambient !== '' && partitionOf(ambient) === partitionOf(region)
    ? ambient
    : region;
}

/** Returns the partition of a Region, by the Region's name. */
const partitionOf = (region: string): string =>
  /^(?:cn|us-gov|us-iso[a-z]?|eu-isoe|eusc)(?=-)/.exec(region)?.[0] ?? 'aws';
