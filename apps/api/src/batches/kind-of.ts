import { ApiError, invalidRequest } from '../problems/api-error.js';
import { mistakesIn } from '../validation/validate.js';
import { OPERATIONS, type OperationName } from './operations.js';

/** Of an operation that is as its kind must be. @throws ApiError `invalid_request` */
export function kindOf(operation: unknown): OperationName {
  if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) {
    throw invalidRequest({ pointer: '#', detail: 'Must be a JSON object.' });
  }
  const { operation: name } = operation as { operation?: unknown };
  if (!isOperationName(name)) {
    const detail = `Must be one of ${Object.keys(OPERATIONS).join(', ')}.`;
    throw invalidRequest({ pointer: '#/operation', detail });
  }
  const mistakes = mistakesIn(operation, OPERATIONS[name]);
  if (mistakes) throw new ApiError('invalid_request', 'The operation is not valid. See errors.', mistakes);
  return name;
}

const isOperationName = (name: unknown): name is OperationName =>
  typeof name === 'string' && Object.hasOwn(OPERATIONS, name);
