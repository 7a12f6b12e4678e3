import type { EpochSeconds } from '../sigv4/amz-date.js';
import type { S3Answer } from './s3-answer.js';

/** A URL that fails, and what is known of how. */
export interface FailedUrl {
  readonly url: string;
  /** The method of the request that failed. */
  readonly method?: string | undefined;
  /** S3's error answer. */
  readonly answer?: S3Answer | undefined;
  /** When the request was sent. */
  readonly at: EpochSeconds;
}
