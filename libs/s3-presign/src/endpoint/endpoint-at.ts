import { PresignError } from '../errors.js';
import type { BucketEndpoint } from './bucket-endpoint.js';

/**
 * Returns the endpoint of a bucket whose URL you know. `bucketEndpoint` of the subpath `aws` finds the URL by AWS's own
 * rules.
 *
 * @param bucketUrl everything before `/KEY`, such as `https://team-a-files.s3.eu-west-1.amazonaws.com`, or
 *   `https://store.example/team-a-files` for path style
 * @param region that signatures name
 * @throws PresignError `invalid_bucket_location`
 * @example
 *   const endpoint = endpointAt('https://team-a-files.s3.eu-west-1.amazonaws.com', 'eu-west-1');
 */
export function endpointAt(bucketUrl: string, region: string): BucketEndpoint {
  const url = URL.parse(bucketUrl);
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username || url.password) {
    throw new PresignError(
      'invalid_bucket_location',
      'The URL of the bucket must begin with https:// or http://, and have no query, fragment or user name.',
    );
  }
  if (!/^[\w-]+$/.test(region)) {
    throw new PresignError('invalid_bucket_location', 'The region must be a name such as eu-west-1.');
  }
  return {
    origin: url.origin,
    host: url.host,
    path: url.pathname.replace(/\/+$/, ''),
    signingRegion: region,
    signingService: 's3',
  };
}
