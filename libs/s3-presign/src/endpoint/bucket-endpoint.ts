import { S3Client } from '@aws-sdk/client-s3';
import { PresignError } from '../errors.js';

export interface BucketLocation {
  /** A bucket's name, or the ARN of an access point. */
  readonly bucket: string;
  readonly region: string;
  /** The URL of an S3-compatible store, or of the host that clients see. The default is AWS's own endpoint. */
  readonly endpoint?: string | undefined;
  readonly forcePathStyle?: boolean | undefined;
}

/** The URL of a bucket, and the names that signatures contain. It is made once and used for every URL. */
export interface BucketEndpoint {
  /** `https://team-a-files.s3.eu-west-1.amazonaws.com` */
  readonly origin: string;
  /** The value of the `host` header, without the scheme's default port. */
  readonly host: string;
  /** The encoded path before `/KEY`: empty for virtual-hosted style, `/BUCKET` for path style. */
  readonly path: string;
  readonly signingRegion: string;
  readonly signingService: string;
}

/** An authentication scheme of the endpoint rules, which list them in order of preference. */
interface AuthScheme {
  readonly name: string;
  readonly signingName: string;
  readonly signingRegion: string;
}

/**
 * Returns the URL and the signing names of a bucket, by the AWS SDK's endpoint rules.
 *
 * @throws PresignError `invalid_bucket_location`, with the message of the AWS SDK's endpoint rules if they refuse the
 * location
 */
export function bucketEndpoint(location: BucketLocation): BucketEndpoint {
  if (location.bucket === '') throw invalidLocation('The bucket has no name. Set bucket.');
  if (location.endpoint !== undefined && !URL.canParse(location.endpoint)) {
    throw invalidLocation(
      `The endpoint ${location.endpoint} is not a URL. Begin it with https:// or http://.`,
    );
  }
  const { url, properties } = resolveByRules(location);
  const schemes = (properties?.['authSchemes'] ?? []) as readonly AuthScheme[];
  const scheme = schemes.find(({ name }) => name === 'sigv4');
  if (!scheme) {
    const names = schemes.map(({ name }) => name).join(', ');
    throw invalidLocation(
      `${location.bucket} accepts only ${names} signatures, and no SigV4. Use another bucket.`,
    );
  }
  return {
    origin: url.origin,
    host: url.host,
    path: url.pathname.replace(/\/$/, ''),
    signingRegion: scheme.signingRegion,
    signingService: scheme.signingName,
  };
}

/**
 * The AWS SDK's endpoint rules for partitions, virtual hosting, path style and access points. This library has no copy
 * of them.
 */
const { endpointProvider } = new S3Client({ region: 'us-east-1' }).config;

function resolveByRules({ bucket, region, endpoint, forcePathStyle }: BucketLocation) {
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
    throw invalidLocation(cause instanceof Error ? cause.message : String(cause), { cause });
  }
}

const invalidLocation = (message: string, options?: ErrorOptions) =>
  new PresignError('invalid_bucket_location', message, options);
