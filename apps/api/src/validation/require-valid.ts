import { ApiError } from '../problems/api-error.js';
import { mistakesIn } from './validate.js';

/** What of a request is judged by a class. */
export type RequestPart = 'body' | 'query';

/**
 * Against the validator that was compiled of a class at build.
 *
 * @returns the value, as it is
 * @throws ApiError `invalid_request` with every mistake at once
 */
export function requireValid(value: unknown, part: RequestPart, type: unknown): unknown {
  const mistakes = mistakesIn(value, type);
  if (mistakes) throw new ApiError('invalid_request', `The ${part} is not valid. See errors.`, mistakes);
  return value;
}
