import type { EpochSeconds } from '../sigv4/amz-date.js';
import type { S3Answer } from './s3-answer.js';

/** A URL that fails, and what is known about the failed request. */
export interface FailedUrl {
  readonly url: string;
  /** The method of the request that failed. */
  readonly method?: string | undefined;
  /** S3's error answer. */
  readonly answer?: S3Answer | undefined;
  /** The time at which the request was sent, in seconds since the epoch. */
  readonly at: EpochSeconds;
}
