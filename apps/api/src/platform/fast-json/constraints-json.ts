import { memoizeLast } from './memoize-last.js';
import type { Constraint } from '../audit/constraint.js';

/** Names of constraints are the API's own. */
export const constraintsJson = memoizeLast(
  areSameConstraints,
  (constraints: readonly Constraint[]): string => {
    let json = '';
    for (const { name, value, enforcedBy } of constraints) {
      const comma = json === '' ? '' : ',';
      json += `${comma}{"name":"${name}","value":${JSON.stringify(value)},"enforcedBy":"${enforcedBy}"}`;
    }
    return `[${json}]`;
  },
);
/** The same list, or one that says the same; of objects as values nobody can tell at once. */
export function areSameConstraints(constraints: readonly Constraint[], last: readonly Constraint[]): boolean {
  if (constraints === last) return true;
  return (
    constraints.length === last.length &&
    constraints.every(({ name, value, enforcedBy }, index) => {
      const other = last[index]!;
      return (
        value === other.value &&
        typeof value !== 'object' &&
        name === other.name &&
        enforcedBy === other.enforcedBy
      );
    })
  );
}
