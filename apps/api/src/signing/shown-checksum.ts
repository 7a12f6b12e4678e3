import type { Constraint } from '../platform/audit/constraint.js';
import type { ReadRequest } from './signing.request.js';
import type { Signing } from './url-signing.js';

/** A header: SDKs move it into the query, where S3 is reported to pass over it (aws-sdk-java-v2, pull request 7035). */
const HEADERS = { 'x-amz-checksum-mode': 'ENABLED' };
const CONSTRAINT: Constraint = { name: 'checksumMode', value: 'ENABLED', enforcedBy: 's3' };

/** Returns what is signed so that S3 shows the object's checksum (S3 API Reference, GetObject, `x-amz-checksum-mode`). */
export const shownChecksum = (
  { checksumMode }: ReadRequest,
  constraints: readonly Constraint[] = [],
): Pick<Signing, 'headers' | 'constraints'> =>
  checksumMode === undefined
    ? { constraints }
    : { headers: HEADERS, constraints: [...constraints, CONSTRAINT] };
