import { IsInt, Max, Min } from 'class-validator';
import { Optional } from '#validation';
import { List } from './decorators.js';
import { bytes, MAX_OBJECT_BYTES, seconds } from './limits-entry.js';
import { CONTENT_TYPE, INLINE_TYPE } from './media-types.js';
import { FollowsRule } from './text-rule.js';

/** What the grant’s callers can’t go beyond, within the tenant’s `limits`. What is left out is as the tenant has it. */
export class GrantLimitsEntry {
  /** The largest upload. With it every upload says its length, which is signed. */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_BYTES, bytes)
  maxUploadBytes?: number;

  /** What may be uploaded. `image/*` stands for all images but those that can run scripts, such as SVG. */
  @Optional()
  @List({
    of: 'media types, such as image/png or image/*',
    empty: 'leave it out to allow what the tenant allows',
  })
  @FollowsRule(CONTENT_TYPE, { each: true })
  contentTypes?: string[];

  /** How long a URL may live. */
  @Optional()
  @IsInt(seconds)
  @Min(1, seconds)
  @Max(604_800, seconds)
  maxExpiresIn?: number;

  /** What downloads may show in place; all else is an attachment. An empty list allows none. */
  @Optional()
  @List({ of: 'media types, such as image/png' })
  @FollowsRule(INLINE_TYPE, { each: true })
  inlineTypes?: string[];
}
