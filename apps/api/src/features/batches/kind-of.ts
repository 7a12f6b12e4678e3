import type { ErrorList } from '../../platform/problems/error-list.js';
import { addErrors, isValid } from '../../platform/validation/validate.js';
import { OPERATIONS, type OperationName } from './operations.js';

/**
 * Returns the kind of an operation after validating it by the rules of its kind.
 *
 * @param pointer to the operation
 * @param errors receives every validation error
 * @returns `undefined` for an operation that is not valid
 */
export function kindOf(operation: unknown, pointer: string, errors: ErrorList): OperationName | undefined {
  if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) {
    errors.add(pointer, 'Must be a JSON object.');
    return undefined;
  }
  const { operation: name } = operation as { operation?: unknown };
  if (!isOperationName(name)) {
    errors.add(`${pointer}/operation`, `Must be one of ${Object.keys(OPERATIONS).join(', ')}.`);
    return undefined;
  }
  if (isValid(operation, OPERATIONS[name])) return name;
  addErrors(errors, operation, OPERATIONS[name], pointer);
  return undefined;
}

const isOperationName = (name: unknown): name is OperationName =>
  typeof name === 'string' && Object.hasOwn(OPERATIONS, name);
