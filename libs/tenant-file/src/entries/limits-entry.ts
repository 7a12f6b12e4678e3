import { IsInt, Max, Min } from 'class-validator';
import { Nested, Optional } from '#validation';
import { List } from './decorators.js';
import { CONTENT_TYPE, INLINE_TYPE } from './media-types.js';
import { FollowsRule } from './text-rule.js';

export const seconds = {
  message: 'must be whole seconds from 1 to 604800 (S3 signs for seven days at most)',
};
const sessionSeconds = { message: 'must be whole seconds from 60 to 43200' };
/** The maximum size of an object in bytes: 10,000 parts of 5 GiB (S3 User Guide, "Multipart upload limits"). */
export const MAX_OBJECT_BYTES = 10_000 * 5 * 1024 ** 3;
export const bytes = {
  message: `must be whole bytes from 1 to ${MAX_OBJECT_BYTES}, the largest object of S3`,
};

const rate = { message: 'must be whole requests a second, from 1 to 100000' };
const burst = { message: 'must be a whole number of requests, from 1 to 1000000' };

/** Limits of all of the tenant’s callers together. Each pod counts for itself. */
export class AllCallersEntry {
  /** The number of requests per second that all callers together may send in the long run. */
  @IsInt(rate)
  @Min(1, rate)
  @Max(100_000, rate)
  requestsPerSecond!: number;

  /**
   * The number of requests that all callers together may send at once after a pause. The default is
   * `requestsPerSecond`.
   */
  @Optional()
  @IsInt(burst)
  @Min(1, burst)
  @Max(1_000_000, burst)
  burst?: number;
}

/** Limits of the tenant’s callers. */
export class LimitsEntry {
  /**
   * The lifetime of a URL in seconds, if the request names none. The default is 900, or `maxExpiresIn` if that
   * is less.
   */
  @Optional()
  @IsInt(seconds)
  @Min(1, seconds)
  @Max(604_800, seconds)
  defaultExpiresIn?: number;

  /** The longest lifetime of a URL, in seconds. The default is 3600. */
  @Optional()
  @IsInt(seconds)
  @Min(1, seconds)
  @Max(604_800, seconds)
  maxExpiresIn?: number;

  /**
   * The longest lifetime of an upload session, in seconds. If a caller’s token loses a grant, existing sessions
   * work until they expire. The default is 43200.
   */
  @Optional()
  @IsInt(sessionSeconds)
  @Min(60, sessionSeconds)
  @Max(43_200, sessionSeconds)
  maxSessionExpiresIn?: number;

  /**
   * The largest upload, in bytes. If it is set, every upload must name its length, which is signed. The default
   * is no limit.
   */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_BYTES, bytes)
  maxUploadBytes?: number;

  /**
   * The types that may be uploaded. `image/*` stands for all images except those that can run scripts, such as
   * SVG. The default is every type.
   */
  @Optional()
  @List({ of: 'media types, such as image/png or image/*', empty: 'leave it out to allow every type' })
  @FollowsRule(CONTENT_TYPE, { each: true })
  contentTypes?: string[];

  /**
   * The types that browsers may show instead of saving (`inline`). All others are downloaded as attachments.
   * Types that browsers run or unpack are not allowed: HTML, XML of any kind, SVG, `multipart/…`, `message/…`.
   * The default is none.
   */
  @Optional()
  @List({ of: 'media types, such as image/png' })
  @FollowsRule(INLINE_TYPE, { each: true })
  inlineTypes?: string[];

  /**
   * The number of requests per second that each subject may send in the long run. An operation of a batch
   * counts as one. Each pod counts for itself. The default is no limit.
   */
  @Optional()
  @IsInt(rate)
  @Min(1, rate)
  @Max(100_000, rate)
  requestsPerSecond?: number;

  /** The number of requests that a subject may send at once after a pause. The default is `requestsPerSecond`. */
  @Optional()
  @IsInt(burst)
  @Min(1, burst)
  @Max(1_000_000, burst)
  burst?: number;

  /** Rate limits of all subjects together. The default is no limit. */
  @Optional()
  @Nested(() => AllCallersEntry, 'must be an object, such as { requestsPerSecond: 500, burst: 1000 }')
  allCallers?: AllCallersEntry;
}
