// The subpath `aws` of the package: everything that needs the AWS SDK's S3 client, which is endpoints by AWS's own
// rules, and access points. Providers of role credentials are in credentials/sources.ts, which a process loads only if
// it needs them.

export { bucketEndpoint } from './endpoint/bucket-endpoint.js';
export { createPresigner } from './presign/create-presigner.js';
