import { IsInt, Max, Min } from 'class-validator';
import { Optional } from '#validation';
import { List } from './decorators.js';
import { bytes, MAX_OBJECT_BYTES, seconds } from './limits-entry.js';
import { CONTENT_TYPE, INLINE_TYPE } from './media-types.js';
import { FollowsRule } from './text-rule.js';

/** Limits of the grant’s callers, within the tenant’s `limits`. A limit that is left out is the tenant’s. */
export class GrantLimitsEntry {
  /** The largest upload, in bytes. If it is set, every upload must name its length, which is signed. */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_BYTES, bytes)
  maxUploadBytes?: number;

  /**
   * The types that may be uploaded. `image/*` stands for all images except those that can run scripts, such as
   * SVG.
   */
  @Optional()
  @List({
    of: 'media types, such as image/png or image/*',
    empty: 'leave it out to allow what the tenant allows',
  })
  @FollowsRule(CONTENT_TYPE, { each: true })
  contentTypes?: string[];

  /** The longest lifetime of a URL, in seconds. */
  @Optional()
  @IsInt(seconds)
  @Min(1, seconds)
  @Max(604_800, seconds)
  maxExpiresIn?: number;

  /**
   * The types that browsers may show instead of saving (`inline`). All others are downloaded as attachments. An
   * empty list allows none.
   */
  @Optional()
  @List({ of: 'media types, such as image/png' })
  @FollowsRule(INLINE_TYPE, { each: true })
  inlineTypes?: string[];
}
