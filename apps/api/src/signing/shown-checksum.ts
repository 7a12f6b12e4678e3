import type { Constraint } from '../platform/audit/constraint.js';
import type { ReadRequest } from './signing.request.js';
import type { Signing } from './url-signing.js';

/**
 * The header field that requests the checksum. SDKs move it into the query, where S3 reportedly ignores it
 * (aws-sdk-java-v2, pull request 7035).
 */
const HEADERS = { 'x-amz-checksum-mode': 'ENABLED' };
const CONSTRAINT: Constraint = { name: 'checksumMode', value: 'ENABLED', enforcedBy: 's3' };

/**
 * Returns the signed parts that make S3 return the object's checksum (S3 API Reference, GetObject,
 * `x-amz-checksum-mode`).
 */
export const shownChecksum = (
  { checksumMode }: ReadRequest,
  constraints: readonly Constraint[] = [],
): Pick<Signing, 'headers' | 'constraints'> =>
  checksumMode === undefined
    ? { constraints }
    : { headers: HEADERS, constraints: [...constraints, CONSTRAINT] };
