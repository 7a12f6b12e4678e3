import { memoizeLast } from './memoize-last.js';
import type { Constraint } from '../audit/constraint.js';

/** Writes constraints as `JSON.stringify` does. The API itself defines their names, which need no escaping. */
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

/**
 * Returns whether two lists hold the same constraints. Lists with an object as a value count as different, because a
 * comparison would take longer than writing them again.
 */
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
