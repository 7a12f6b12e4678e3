import validators from '#validators';
import type { ErrorList } from '../problems/error-list.js';
import { report } from './report.js';

/**
 * Returns whether a value is valid, with the validator that was compiled from the class at build time. The validator
 * stops at the first error.
 *
 * @throws Error for a class without a validator, so that no value passes unvalidated
 */
export const isValid = (value: unknown, type: unknown): boolean => validatorOf(type)(value);

/**
 * Adds all validation errors of a value, if there are any.
 *
 * @param pointer to the value (RFC 6901 §6)
 */
export function addErrors(errors: ErrorList, value: unknown, type: unknown, pointer = '#'): void {
  const { count } = errors;
  report(value, validatorOf(type).place!, pointer, errors);
  if (errors.count === count) errors.add(pointer, 'Is not valid.'); // an invalid value never passes as valid
}

function validatorOf(type: unknown): validators.Validator {
  const validator = validators[(type as { readonly name?: string } | undefined)?.name ?? ''];
  if (validator) return validator;
  throw new Error(`no validator was compiled for ${(type as { name?: string } | undefined)?.name}`);
}
