import { DNS_LABEL } from '#validation';
import { MAX_CAPABILITY } from '../../access/sealing/sealed-sessions.js';
import { MAX_SEALED } from '../../access/sealing/sealer.js';
import { MAX_PARTS } from '../../features/multipart-uploads/part-plan.js';
import { RETRY_AFTER } from '../../platform/problems/problem-table.js';

const REQUEST_ID = { type: 'string', pattern: '^[\\w-]{1,128}$' };

/** Parameters of paths, and the header field that every request may carry. */
export const PARAMETERS = {
  tenant: {
    name: 'tenant',
    in: 'path',
    required: true,
    description: 'The id of the tenant. The token must name it, too.',
    schema: { type: 'string', pattern: DNS_LABEL.source },
    example: 'team-a',
  },
  uploadId: {
    name: 'uploadId',
    in: 'path',
    required: true,
    description: 'The `uploadId` from the answer that began the upload.',
    schema: { type: 'string', maxLength: MAX_SEALED },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  capability: {
    name: 'capability',
    in: 'path',
    required: true,
    description: 'The last segment of the `companionEndpoint` of an upload session.',
    schema: { type: 'string', maxLength: MAX_CAPABILITY },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  partNumber: {
    name: 'partNumber',
    in: 'path',
    required: true,
    description: 'The number of the part in the object.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PARTS },
    example: 1,
  },
  'x-request-id': {
    name: 'x-request-id',
    in: 'header',
    description:
      'Your own id for this request, up to 128 letters, digits, `_` and `-`. The answer and the logs repeat it. An id of another form is replaced.',
    schema: { type: 'string' },
  },
};

/** Header fields of answers. */
export const HEADERS = {
  'x-request-id': {
    description: 'The id of the request: yours, or one that the service made.',
    required: true,
    schema: REQUEST_ID,
  },
  location: {
    description: 'The URL of what was created (RFC 9110 §10.2.2).',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/tenants/team-a/multipart-uploads/eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  'www-authenticate': {
    description: 'The challenge (RFC 6750 §3).',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer error="invalid_token"',
  },
  allow: {
    description: 'The methods of the route (RFC 9110 §10.2.1).',
    required: true,
    schema: { type: 'string' },
    example: 'POST',
  },
  'retry-after': {
    description: 'Seconds after which the same request may succeed (RFC 9110 §10.2.3).',
    required: true,
    schema: { type: 'integer', minimum: 0 },
    example: RETRY_AFTER,
  },
  ratelimit: {
    description:
      'If the tenant has a limit: the policy with the smallest share left, the number of requests that are left, and the seconds until there are more (draft-ietf-httpapi-ratelimit-headers-11 §4).',
    schema: { type: 'string' },
    example: '"caller-per-pod";r=42;t=1',
  },
  'ratelimit-policy': {
    description:
      'If the tenant has a limit: the number of requests at once, and the seconds until all are available again. Each pod counts for itself (draft-ietf-httpapi-ratelimit-headers-11 §3).',
    schema: { type: 'string' },
    example: '"caller-per-pod";q=100;w=5, "tenant-per-pod";q=1000;w=2',
  },
};
