import type * as S3Presign from '../libs/s3-presign/src/index.js';

// The product as it is built, with the types of its sources.

const built = (path: string): Promise<unknown> => import(new URL(`../${path}`, import.meta.url).href);

export const {
  BucketPresigner,
  SharedCredentials,
  SigV4Presigner,
  bucketEndpoint,
  createPresigner,
  epochSeconds,
  formatTime,
  parseObjectKey,
} = (await built('dist/libs/s3-presign/src/index.js')) as typeof S3Presign;

/** How the product's bundle is made. */
export const { default: bundling } = (await built('rolldown.config.mjs')) as {
  readonly default: { readonly external: RegExp[]; readonly platform: 'node' };
};
