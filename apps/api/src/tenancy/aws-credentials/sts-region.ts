import type { TenantEntry } from '#tenant-file';

/**
 * The Region whose STS is asked for a tenant: `stsRegion`, else `AWS_REGION`, which EKS and Lambda set. There a VPC has its STS
 * endpoint, and the cluster's account has opted in to it, which it may not have to the bucket's. STS knows no roles of other
 * partitions, so where the bucket is in another one, its Region is asked.
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
