import { ApiError } from '../../platform/problems/api-error.js';

/**
 * Returns the refusal of an operation with its pointers relative to the batch.
 *
 * @param index of the operation
 */
export function inBatch(error: unknown, index: number): unknown {
  if (!(error instanceof ApiError) || !error.errors) return error;
  const { code, message, omittedErrors } = error;
  const errors = error.errors.map(({ pointer, detail }) => ({
    pointer: `#/operations/${index}${pointer.slice(1)}`,
    detail,
  }));
  if (code === 'invalid_request') {
    return ApiError.listing(code, 'The operation is not valid.', { listed: errors, omitted: omittedErrors });
  }
  return new ApiError(code, message, errors, { omittedErrors });
}
