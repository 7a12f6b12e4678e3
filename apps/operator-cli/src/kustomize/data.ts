// This file reads data whose shape is not validated.

/** Returns the value at a path; `undefined` if there is none. */
export function get(value: unknown, ...path: (string | number)[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<string | number, unknown>)[step];
  }
  return found;
}

export const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

export function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

export const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** Returns a value as text for messages. */
export const words = (value: unknown): string =>
  typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
