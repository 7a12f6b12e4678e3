import { S3Client } from '@aws-sdk/client-s3';
import type { TargetLocation, TargetTenant } from './target.js';

/**
 * The AWS SDK as a witness that shares nothing with our signing: it signs by header and sends no checksum that no one
 * asked for.
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
