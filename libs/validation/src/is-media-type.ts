import { applyDecorators } from '@nestjs/common';
import { Matches, MaxLength } from 'class-validator';
import { MEDIA_TYPE, mediaType } from './patterns.js';
import { SchemaOverride } from './schema-override.js';

/**
 * The longest media type in characters, which is also the limit of a request body for one upload. S3 accepts half as
 * many bytes of header fields. The length is checked before the regular expression, because the millions of parameters
 * that fit into a batch would exceed its stack.
 */
const MAX_LENGTH = 16 * 1024;

/** Requires a media type with parameters (RFC 9110 §8.3.1). */
export const IsMediaType = (): PropertyDecorator =>
  applyDecorators(
    MaxLength(MAX_LENGTH, mediaType),
    Matches(MEDIA_TYPE, mediaType),
    SchemaOverride({ type: 'string', pattern: MEDIA_TYPE.source }),
  );
