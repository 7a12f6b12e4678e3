import { ApiError } from '../problems/api-error.js';
import { problemOf, type Problem } from '../problems/problem.js';

/** Why an operation is refused, its pointers turned into those of the batch. @param index of the operation */
export function refusalOf(error: unknown, index: number, requestId: string): Problem {
  return problemOf(error instanceof ApiError ? inBatch(error, index) : error, requestId);
}

function inBatch(error: ApiError, index: number): ApiError {
  if (!error.errors) return error;
  const errors = error.errors.map(({ pointer, detail }) => ({
    pointer: `#/operations/${index}${pointer.slice(1)}`,
    detail,
  }));
  const detail = error.code === 'invalid_request' ? 'The operation is not valid. See errors.' : error.message;
  return new ApiError(error.code, detail, errors);
}
