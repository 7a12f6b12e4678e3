import { bucketEndpoint, type BucketLocation } from '../endpoint/bucket-endpoint.js';
import type { Presigner } from './presigner.js';
import { SdkPresigner } from './sdk-presigner.js';
import { SigV4Presigner } from './sigv4-presigner.js';

/** Returns the signer for a bucket: the library's own, or the AWS SDK's for an access point. */
export function createPresigner(location: BucketLocation): Presigner {
  const endpoint = bucketEndpoint(location);
  return location.bucket.startsWith('arn:') ? new SdkPresigner(endpoint) : new SigV4Presigner(endpoint);
}
