import { ApiError } from '../problems/api-error.js';
import { ErrorList } from '../problems/error-list.js';
import { addErrors, isValid } from './validate.js';

/** The part of a request that a class validates. */
export type RequestPart = 'body' | 'query';

/**
 * Against the validator that was compiled of a class at build.
 *
 * @returns the value, as it is
 * @throws ApiError `invalid_request` with every validation error at once, up to 50 of them
 */
export function requireValid(value: unknown, part: RequestPart, type: unknown): unknown {
  if (isValid(value, type)) return value;
  const errors = new ErrorList();
  addErrors(errors, value, type);
  throw ApiError.listing('invalid_request', `The ${part} is not valid.`, errors);
}
