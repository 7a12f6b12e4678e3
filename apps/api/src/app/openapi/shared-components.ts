import { DNS_LABEL } from '#validation';
import { MAX_CAPABILITY } from '../../access/sealing/sealed-sessions.js';
import { MAX_SEALED } from '../../access/sealing/sealer.js';
import { MAX_PARTS } from '../../features/multipart-uploads/part-plan.js';
import { RETRY_AFTER } from '../../platform/problems/problem-table.js';

const REQUEST_ID = { type: 'string', pattern: '^[\\w-]{1,128}$' };

/** The parameters of paths, and the header field that every request may carry. */
export const PARAMETERS = {
  tenant: {
    name: 'tenant',
    in: 'path',
    required: true,
    description: 'The id of the tenant. The token must allow the caller to act for this tenant.',
    schema: { type: 'string', pattern: DNS_LABEL.source },
    example: 'team-a',
  },
  uploadId: {
    name: 'uploadId',
    in: 'path',
    required: true,
    description: 'The `uploadId` from the answer that began the upload. It is encrypted.',
    schema: { type: 'string', maxLength: MAX_SEALED },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  capability: {
    name: 'capability',
    in: 'path',
    required: true,
    description:
      'The capability of an upload session. It is the last path segment of the `companionEndpoint` of the session.',
    schema: { type: 'string', maxLength: MAX_CAPABILITY },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  partNumber: {
    name: 'partNumber',
    in: 'path',
    required: true,
    description: 'The number of the part in the object, from 1.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PARTS },
    example: 1,
  },
  'x-request-id': {
    name: 'x-request-id',
    in: 'header',
    description:
      'An id of your own for this request, of up to 128 letters, digits, `_` and `-`. The answer and the logs contain it. The service replaces an id of another form.',
    schema: { type: 'string' },
  },
};

/** The header fields of answers. */
export const HEADERS = {
  'x-request-id': {
    description: 'The id of the request. It is the one that you sent, or one that the service generated.',
    required: true,
    schema: REQUEST_ID,
  },
  location: {
    description: 'The URL of the upload or upload session that was created (RFC 9110 §10.2.2).',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/tenants/team-a/multipart-uploads/eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  'www-authenticate': {
    description:
      'The authentication challenge (RFC 6750 §3). It names the error if the request carried a token.',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer error="invalid_token"',
  },
  allow: {
    description: 'The methods that the route accepts (RFC 9110 §10.2.1).',
    required: true,
    schema: { type: 'string' },
    example: 'POST',
  },
  'retry-after': {
    description: 'The number of seconds after which the same request may succeed (RFC 9110 §10.2.3).',
    required: true,
    schema: { type: 'integer', minimum: 0 },
    example: RETRY_AFTER,
  },
  ratelimit: {
    description:
      'The rate limit with the fewest requests left. `r` is the number of requests that are left, and `t` is the number of seconds until one more is allowed. The header is absent if no rate limit applies (draft-ietf-httpapi-ratelimit-headers-11 §4).',
    schema: { type: 'string' },
    example: '"caller-per-pod";r=42;t=1',
  },
  'ratelimit-policy': {
    description:
      'The rate limits that apply to the request. `q` is the number of requests that are allowed at once, and `w` is the number of seconds until all of them are available again. Each pod counts separately. The header is absent if no rate limit applies (draft-ietf-httpapi-ratelimit-headers-11 §3).',
    schema: { type: 'string' },
    example: '"caller-per-pod";q=100;w=5, "tenant-per-pod";q=1000;w=2',
  },
};
