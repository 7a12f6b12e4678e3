import { S3Client } from '@aws-sdk/client-s3';
import { PresignError } from '../errors.js';

export interface BucketLocation {
  /** A bucket's name, or the ARN of an access point. */
  readonly bucket: string;
  readonly region: string;
  /** An S3-compatible store, or the host that clients see; AWS's own endpoint where left out. */
  readonly endpoint?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
}

/** Where a bucket's objects are, and what signatures name. Made once, used for every URL. */
export interface BucketEndpoint {
  /** `https://team-a-files.s3.eu-west-1.amazonaws.com` */
  readonly origin: string;
  /** As the `host` header will be: without the scheme's own port. */
  readonly host: string;
  /** What stands before `/KEY`: empty for virtual-hosted style, `/BUCKET` for path style. Encoded. */
  readonly path: string;
  readonly signingRegion: string;
  readonly signingService: string;
}

/** @throws PresignError `invalid_bucket_location`, with the words of the AWS SDK's endpoint rules */
export function bucketEndpoint(location: BucketLocation): BucketEndpoint {
  const { url, properties } = resolveByRules(location);
  const scheme = properties?.['authSchemes'] as
    { signingRegion?: string; signingName?: string }[] | undefined;
  return {
    origin: url.origin,
    host: url.host,
    path: url.pathname === '/' ? '' : url.pathname.replace(/\/$/, ''),
    signingRegion: scheme?.[0]?.signingRegion ?? location.region,
    signingService: scheme?.[0]?.signingName ?? 's3',
  };
}

/** The AWS SDK's own rules: partitions, virtual hosting, path style, access points. No second copy of them here. */
function resolveByRules({ bucket, region, endpoint, forcePathStyle }: BucketLocation) {
  const { endpointProvider } = new S3Client({ region }).config;
  try {
    return endpointProvider({
      Bucket: bucket,
      Region: region,
      UseFIPS: false,
      UseDualStack: false,
      UseArnRegion: true,
      ForcePathStyle: forcePathStyle ?? false,
      ...(endpoint === undefined ? {} : { Endpoint: endpoint }),
    });
  } catch (cause) {
    throw new PresignError(
      'invalid_bucket_location',
      cause instanceof Error ? cause.message : String(cause),
      { cause },
    );
  }
}
