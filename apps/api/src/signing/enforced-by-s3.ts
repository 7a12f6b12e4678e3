import type { Constraint } from '../platform/audit/constraint.js';

/**
 * Returns the constraints that S3 enforces.
 *
 * @param constraints values by name; members that are `undefined` are left out
 */
export function enforcedByS3(constraints: object): Constraint[] {
  const byName = constraints as Readonly<Record<string, unknown>>;
  const held: Constraint[] = [];
  for (const name in byName) {
    const value = byName[name];
    if (value !== undefined) held.push({ name, value, enforcedBy: 's3' });
  }
  return held;
}
