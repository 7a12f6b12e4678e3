import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import validators from '#validators';
import { ApiError } from '../problems/api-error.js';
import { fieldErrors } from './field-errors.js';
import { REQUEST_CLASSES } from './request-classes.js';

/** Bodies and queries against the validators that were compiled at build. A class without one lets nothing through. */
export class ValidationPipe implements PipeTransform {
  readonly #validators = new Map<unknown, validators.Validator | undefined>(
    REQUEST_CLASSES.map((type) => [type, validators[type.name]]),
  );

  /** @throws ApiError `invalid_request` with every mistake at once */
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type !== 'body' && type !== 'query') return value;
    const validate = this.#validators.get(metatype);
    if (!validate) throw new Error(`no validator was compiled for ${metatype?.name ?? type}`);
    if (validate(value)) return value;
    const errors = fieldErrors(validate.errors ?? []);
    const detail =
      type === 'body' ? 'The body is not valid. See errors.' : 'The query is not valid. See errors.';
    throw new ApiError('invalid_request', detail, errors);
  }
}
