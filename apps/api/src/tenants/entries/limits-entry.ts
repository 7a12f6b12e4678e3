import { IsInt, Max, Min } from 'class-validator';
import { Optional } from '../../validation/optional.js';
import { List } from './decorators.js';
import { CONTENT_TYPE, INLINE_TYPE } from './media-types.js';
import { Obeys } from './text-rule.js';

const seconds = { message: 'must be whole seconds from 1 to 604800 (S3 signs for seven days at most)' };
/** S3 User Guide, "Multipart upload limits": 10,000 parts of 5 GiB. */
const MAX_OBJECT_BYTES = 10_000 * 5 * 1024 ** 3;
const bytes = { message: `must be whole bytes from 1 to ${MAX_OBJECT_BYTES}, the largest object of S3` };

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

  /** The largest upload. With it every upload says its length, which is signed. */
  @Optional()
  @IsInt(bytes)
  @Min(1, bytes)
  @Max(MAX_OBJECT_BYTES, bytes)
  maxUploadBytes?: number;

  /** What may be uploaded. Every type where left out. */
  @Optional()
  @List({ of: 'media types, as image/png', empty: 'leave it out to allow every type' })
  @Obeys(CONTENT_TYPE, { each: true })
  contentTypes?: string[];

  /** What downloads may show in place; all else is an attachment. Never HTML, XHTML, XML and SVG. None where left out. */
  @Optional()
  @List({ of: 'media types, as image/png' })
  @Obeys(INLINE_TYPE, { each: true })
  inlineTypes?: string[];
}
