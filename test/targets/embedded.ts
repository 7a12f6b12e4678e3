import { startEmbeddedS3 } from '#embedded-s3';
import { startEmbeddedSts } from './embedded-sts.js';
import type { Target, TargetTenant } from './target.js';

const REGION = 'eu-west-1';
const TENANTS: readonly [TargetTenant, TargetTenant] = [
  { bucket: 'team-a-files', credentials: { accessKeyId: 'AKIATEAMA', secretAccessKey: 'secret-of-team-a' } },
  { bucket: 'team-b-files', credentials: { accessKeyId: 'AKIATEAMB', secretAccessKey: 'secret-of-team-b' } },
];

/**
 * Starts the embedded S3 in this process. Its results alone prove nothing, because this repository contains both its
 * verifier and the signer.
 */
export async function startEmbedded(): Promise<Target> {
  const s3 = await startEmbeddedS3({
    port: 0,
    region: REGION,
    buckets: TENANTS.map(({ bucket, credentials }) => ({ name: bucket, credentials: [credentials] })),
  });
  const sts = await startEmbeddedSts((credentials) => s3.addCredentials(TENANTS[0].bucket, credentials));
  return {
    name: 'embedded',
    server: 'embedded',
    endpoint: s3.endpoint,
    region: REGION,
    forcePathStyle: true,
    tenants: TENANTS,
    keyPrefix: '',
    role: {
      stsEndpoint: sts.endpoint,
      arn: 'arn:aws:iam::111111111111:role/team-a-presign',
      minDurationSeconds: 1,
    },
    kmsKey: 'arn:aws:kms:eu-west-1:111111111111:key/11111111-2222-3333-4444-555555555555',
    stop: async () => {
      sts.close();
      await s3.close();
    },
  };
}
