import { applyDecorators } from '@nestjs/common';
import { Matches, MaxLength } from 'class-validator';
import { MEDIA_TYPE, mediaType } from './patterns.js';
import { SchemaOverride } from './schema-override.js';

/**
 * Characters: as many as the body of an upload may have. S3 takes half as many bytes of header fields; in a batch,
 * millions of parameters would exceed the stack of the regular expression, so that the length is looked at first.
 */
const MAX_LENGTH = 16 * 1024;

/** A media type with parameters (RFC 9110 §8.3.1). */
export const IsMediaType = (): PropertyDecorator =>
  applyDecorators(
    MaxLength(MAX_LENGTH, mediaType),
    Matches(MEDIA_TYPE, mediaType),
    SchemaOverride({ type: 'string', pattern: MEDIA_TYPE.source }),
  );
