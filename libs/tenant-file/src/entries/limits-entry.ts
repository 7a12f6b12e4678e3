import { IsInt, Max, Min } from 'class-validator';
import { Nested, Optional } from '#validation';
import { List } from './decorators.js';
import { CONTENT_TYPE, INLINE_TYPE } from './media-types.js';
import { FollowsRule } from './text-rule.js';

export const seconds = {
  message: 'must be whole seconds from 1 to 604800 (S3 signs for seven days at most)',
};
const sessionSeconds = { message: 'must be whole seconds from 60 to 43200' };
/** S3 User Guide, "Multipart upload limits": 10,000 parts of 5 GiB. */
export const MAX_OBJECT_BYTES = 10_000 * 5 * 1024 ** 3;
export const bytes = {
  message: `must be whole bytes from 1 to ${MAX_OBJECT_BYTES}, the largest object of S3`,
};

const rate = { message: 'must be whole requests a second, from 1 to 100000' };
const burst = { message: 'must be a whole number of requests, from 1 to 1000000' };

/** What all of the tenant’s callers together can’t go beyond. Each pod counts for itself. */
export class AllCallersEntry {
  /** How many requests a second they may go on making. */
  @IsInt(rate)
  @Min(1, rate)
  @Max(100_000, rate)
  requestsPerSecond!: number;

  /** How many they may make at once after a pause. As `requestsPerSecond` where left out. */
  @Optional()
  @IsInt(burst)
  @Min(1, burst)
  @Max(1_000_000, burst)
  burst?: number;
}

/** What the tenant’s callers can’t go beyond. */
export class LimitsEntry {
  /** How long a URL lives whose caller doesn’t say. 900, or `maxExpiresIn` where that is less. */
  @Optional()
  @IsInt(seconds)
  @Min(1, seconds)
  @Max(604_800, seconds)
  defaultExpiresIn?: number;

  /** How long a URL may live. 3600 where left out. */
  @Optional()
  @IsInt(seconds)
  @Min(1, seconds)
  @Max(604_800, seconds)
  maxExpiresIn?: number;

  /** How long an upload session may live: that long a grant that was withdrawn from a token still works. 43200 where left out. */
  @Optional()
  @IsInt(sessionSeconds)
  @Min(60, sessionSeconds)
  @Max(43_200, sessionSeconds)
  maxSessionExpiresIn?: number;

  /** The largest upload. With it every upload says its length, which is signed. */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_BYTES, bytes)
  maxUploadBytes?: number;

  /** What may be uploaded. `image/*` stands for all images but those that can run scripts, such as SVG. Every type where left out. */
  @Optional()
  @List({ of: 'media types, such as image/png or image/*', empty: 'leave it out to allow every type' })
  @FollowsRule(CONTENT_TYPE, { each: true })
  contentTypes?: string[];

  /** What downloads may show in place; all else is an attachment. Never what browsers run or unpack: HTML, XML of any kind, SVG, `multipart/…`, `message/…`. None where left out. */
  @Optional()
  @List({ of: 'media types, such as image/png' })
  @FollowsRule(INLINE_TYPE, { each: true })
  inlineTypes?: string[];

  /** How many requests a second each subject may go on making; an operation of a batch counts as one. Each pod counts for itself. As many as they like where left out. */
  @Optional()
  @IsInt(rate)
  @Min(1, rate)
  @Max(100_000, rate)
  requestsPerSecond?: number;

  /** How many requests a subject may make at once after a pause. As `requestsPerSecond` where left out. */
  @Optional()
  @IsInt(burst)
  @Min(1, burst)
  @Max(1_000_000, burst)
  burst?: number;

  /** The same for all subjects together. */
  @Optional()
  @Nested(() => AllCallersEntry, 'must be an object, such as { requestsPerSecond: 500, burst: 1000 }')
  allCallers?: AllCallersEntry;
}
