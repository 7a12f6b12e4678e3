import validators from '#validators';
import type { ErrorList } from '../problems/error-list.js';
import { report } from './report.js';

/**
 * Against the validator that was compiled of a class at build. It stops at the first error.
 *
 * @throws Error for a class without one: it lets nothing through
 */
export const isValid = (value: unknown, type: unknown): boolean => validatorOf(type)(value);

/**
 * Adds every validation error of a value that is not valid.
 *
 * @param pointer to the value (RFC 6901 §6)
 */
export function addErrors(errors: ErrorList, value: unknown, type: unknown, pointer = '#'): void {
  const { count } = errors;
  report(value, validatorOf(type).place!, pointer, errors);
  if (errors.count === count) errors.add(pointer, 'Is not valid.'); // whatever the report may miss, it is refused
}

function validatorOf(type: unknown): validators.Validator {
  const validator = validators[(type as { readonly name?: string } | undefined)?.name ?? ''];
  if (validator) return validator;
  throw new Error(`no validator was compiled for ${(type as { name?: string } | undefined)?.name}`);
}
