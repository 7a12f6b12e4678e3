// What needs the AWS SDK's S3 client: endpoints by AWS's own rules, and access points. Credentials of roles are in
// credentials/sources.ts, which a process loads only if it needs them.

export { bucketEndpoint } from './endpoint/bucket-endpoint.js';
export { createPresigner } from './presign/create-presigner.js';
