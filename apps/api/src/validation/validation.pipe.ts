import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { ApiError } from '../problems/api-error.js';
import { mistakesIn } from './validate.js';

/** Bodies and queries against the validators that were compiled at build. */
export class ValidationPipe implements PipeTransform {
  /** @throws ApiError `invalid_request` with every mistake at once */
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    const mistakes = mistakesIn(value, metatype);
    if (!mistakes) return value;
    const detail =
      type === 'body' ? 'The body is not valid. See errors.' : 'The query is not valid. See errors.';
    throw new ApiError('invalid_request', detail, mistakes);
  }
}
