import { S3Client } from '@aws-sdk/client-s3';
import type { TargetLocation, TargetTenant } from './target.js';

/**
 * Returns a client of the AWS SDK, which shares no code with our signing: it signs by header, and sends a checksum only
 * if the operation requires one.
 */
export function s3Client(
  { endpoint, region, forcePathStyle }: TargetLocation,
  { credentials }: Pick<TargetTenant, 'credentials'>,
): S3Client {
  return new S3Client({
    endpoint,
    region,
    forcePathStyle,
    credentials,
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
}
