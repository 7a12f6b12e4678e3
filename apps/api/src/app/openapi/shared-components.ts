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
    description: 'Id of the tenant. The token must name it too.',
    schema: { type: 'string', pattern: DNS_LABEL.source },
    example: 'team-a',
  },
  uploadId: {
    name: 'uploadId',
    in: 'path',
    required: true,
    description: 'As the answer that began the upload had it.',
    schema: { type: 'string', maxLength: MAX_SEALED },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  capability: {
    name: 'capability',
    in: 'path',
    required: true,
    description: 'Of an upload session: what stands at the end of its `companionEndpoint`.',
    schema: { type: 'string', maxLength: MAX_CAPABILITY },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  partNumber: {
    name: 'partNumber',
    in: 'path',
    required: true,
    description: 'The place of the part in the object.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PARTS },
    example: 1,
  },
  'x-request-id': {
    name: 'x-request-id',
    in: 'header',
    description:
      'An id of your own for this request, up to 128 letters, digits, `_` and `-`: it comes back, and stands in the logs. Another form is replaced.',
    schema: { type: 'string' },
  },
};

/** Header fields of answers. */
export const HEADERS = {
  'x-request-id': { description: 'Of the request, or made here.', required: true, schema: REQUEST_ID },
  location: {
    description: 'RFC 9110 §10.2.2: what was created.',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/tenants/team-a/multipart-uploads/eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  'www-authenticate': {
    description: 'RFC 6750 §3.',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer error="invalid_token"',
  },
  allow: {
    description: 'RFC 9110 §10.2.1: the methods of the route.',
    required: true,
    schema: { type: 'string' },
    example: 'POST',
  },
  'retry-after': {
    description: 'RFC 9110 §10.2.3: seconds.',
    required: true,
    schema: { type: 'integer', minimum: 0 },
    example: RETRY_AFTER,
  },
  ratelimit: {
    description:
      'draft-ietf-httpapi-ratelimit-headers-11 §4, where the tenant has a limit: the policy that is nearest to its end, how many requests are left, and the seconds until there are more.',
    schema: { type: 'string' },
    example: '"caller-per-pod";r=42;t=1',
  },
  'ratelimit-policy': {
    description:
      'draft-ietf-httpapi-ratelimit-headers-11 §3, where the tenant has a limit: how many requests at once, and the seconds until all have come back. Each pod counts for itself.',
    schema: { type: 'string' },
    example: '"caller-per-pod";q=100;w=5, "tenant-per-pod";q=1000;w=2',
  },
};
