import validators from '#validators';
import type { FieldError } from '../problems/api-error.js';
import { fieldErrors } from './field-errors.js';
import { REQUEST_CLASSES } from './request-classes.js';

const VALIDATORS = new Map<unknown, validators.Validator | undefined>(
  REQUEST_CLASSES.map((type) => [type, validators[type.name]]),
);

/**
 * Against the validator that was compiled of a class at build.
 *
 * @returns every mistake at once; `undefined` where there is none
 * @throws Error for a class without one: it lets nothing through
 */
export function mistakesIn(value: unknown, type: unknown): FieldError[] | undefined {
  const validate = VALIDATORS.get(type);
  if (!validate)
    throw new Error(`no validator was compiled for ${(type as { name?: string } | undefined)?.name}`);
  return validate(value) ? undefined : fieldErrors(validate.errors ?? []);
}
