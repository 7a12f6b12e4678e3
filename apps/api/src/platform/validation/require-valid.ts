import { ApiError } from '../problems/api-error.js';
import { ErrorList } from '../problems/error-list.js';
import { addErrors, isValid } from './validate.js';

/** The part of a request that a class validates. */
export type RequestPart = 'body' | 'query';

/**
 * Validates a value with the validator that was compiled from the class at build time.
 *
 * @returns the value, unchanged
 * @throws ApiError `invalid_request` with all validation errors, up to 50
 */
export function requireValid(value: unknown, part: RequestPart, type: unknown): unknown {
  if (isValid(value, type)) return value;
  const errors = new ErrorList();
  addErrors(errors, value, type);
  throw ApiError.listing('invalid_request', `The ${part} is not valid.`, errors);
}
