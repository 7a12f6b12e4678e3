import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import validators from '#validators';
import { ApiError, type FieldError } from '../problems/api-error.js';
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

function fieldErrors(errors: readonly validators.ValidationError[]): FieldError[] {
  const byPointer = new Map<string, string>();
  for (const error of errors) {
    const pointer = `#${pointerOf(error)}`;
    if (!byPointer.has(pointer)) byPointer.set(pointer, detailOf(error));
  }
  return [...byPointer].map(([pointer, detail]) => ({ pointer, detail }));
}

/** At the member itself where one is missing or too much, and not at the object that should hold it. */
function pointerOf({ instancePath, params }: validators.ValidationError): string {
  const member = params['missingProperty'] ?? params['additionalProperty'] ?? params['propertyName'];
  return typeof member === 'string' ? `${instancePath}/${encodeToken(member)}` : instancePath;
}

/** RFC 6901 §6: a pointer in a URI fragment is escaped, then percent-encoded. */
const encodeToken = (token: string): string =>
  encodeURIComponent(token.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));

function detailOf({ keyword, params, message }: validators.ValidationError): string {
  switch (keyword) {
    case 'required':
      return 'Is missing. Give it.';
    case 'additionalProperties':
      return 'Is not known here. Remove it, or mend its spelling.';
    case 'enum':
      return `Must be one of ${(params['allowedValues'] as unknown[]).join(', ')}.`;
    case 'const':
      return `Must be ${JSON.stringify(params['allowedValue'])}.`;
    default:
      return `${(message ?? 'is not valid').replace(/^m/, 'M').slice(0, 400)}.`;
  }
}
