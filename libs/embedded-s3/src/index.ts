export { startEmbeddedS3 } from './embedded-s3.js';
export type { CorsRule, EmbeddedBucket, EmbeddedS3, EmbeddedS3Options } from './options.js';
