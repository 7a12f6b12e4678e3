import type * as S3PresignAws from '../libs/s3-presign/src/aws.js';
import type * as S3Presign from '../libs/s3-presign/src/index.js';

// This file loads the product as it is built, with the types of its sources.

const built = (path: string): Promise<unknown> => import(new URL(`../${path}`, import.meta.url).href);

export const {
  BucketPresigner,
  SharedCredentials,
  SigV4Presigner,
  epochSeconds,
  formatTime,
  parseObjectKey,
} = (await built('dist/libs/s3-presign/src/index.js')) as typeof S3Presign;

export const { bucketEndpoint, createPresigner } = (await built(
  'dist/libs/s3-presign/src/aws.js',
)) as typeof S3PresignAws;

/** The options with which the product is bundled. */
export const { default: bundling } = (await built('rolldown.config.mjs')) as {
  readonly default: { readonly external: RegExp[]; readonly platform: 'node' };
};
