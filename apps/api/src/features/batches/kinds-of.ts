import { ApiError } from '../../platform/problems/api-error.js';
import { ErrorList } from '../../platform/problems/error-list.js';
import { kindOf } from './kind-of.js';
import type { OperationName } from './operations.js';

/** The maximum number of invalid operations. If there are more, the whole batch is refused. */
const MAX_INVALID = 50;

/**
 * Returns for each operation its kind, or the refusal of an invalid one. All invalid operations share one list of
 * errors, so that the report never costs more than the batch.
 *
 * @throws ApiError `invalid_request` if more than `MAX_INVALID` operations are invalid
 */
export function kindsOf(operations: readonly unknown[]): (OperationName | ApiError)[] {
  const errors = new ErrorList();
  const kinds: (OperationName | ApiError)[] = [];
  let invalid = 0;
  for (const [index, operation] of operations.entries()) {
    const [first, omitted] = [errors.listed.length, errors.omitted];
    const kind = kindOf(operation, `#/operations/${index}`, errors);
    if (kind === undefined) invalid += 1;
    if (invalid <= MAX_INVALID) kinds.push(kind ?? refusal(errors, first, omitted));
  }
  if (invalid <= MAX_INVALID) return kinds;
  const message = `${invalid} operations are not valid. If more than ${MAX_INVALID} are not valid, no operation is signed.`;
  throw ApiError.listing('invalid_request', message, errors);
}

/** Returns the refusal of one operation, with the errors that were added to the list since `first`. */
function refusal(errors: ErrorList, first: number, omitted: number): ApiError {
  const own = errors.listed.slice(first);
  const omittedErrors = errors.omitted - omitted;
  const message = 'The operation is not valid.';
  if (own.length > 0)
    return ApiError.listing('invalid_request', message, { listed: own, omitted: omittedErrors });
  return new ApiError('invalid_request', `${message} Send it alone to see its errors.`, own, {
    omittedErrors,
  });
}
