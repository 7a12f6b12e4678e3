import { compareKeys } from '../../storage/list-objects.js';

// Keys and prefixes in this file are those of the caller, without the tenant's prefix.

/**
 * Returns the prefixes to list for all permitted keys under one prefix. No returned prefix contains another. They are
 * ordered by their bytes, which is the order of the keys under them.
 */
export function listScopes(prefix: string, granted: readonly string[]): string[] {
  const within = granted.flatMap((grant) => {
    if (prefix.startsWith(grant)) return prefix;
    return grant.startsWith(prefix) ? grant : [];
  });
  const scopes: string[] = [];
  for (const scope of within.sort(compareKeys)) {
    if (scopes.length === 0 || !scope.startsWith(scopes.at(-1)!)) scopes.push(scope);
  }
  return scopes;
}

/** Returns the prefixes that lie within both lists, such as the lists of two actions' grants. */
export const inBoth = (one: readonly string[], other: readonly string[]): string[] =>
  one.flatMap((prefix) => listScopes(prefix, other));

/** Returns whether all keys of a scope come before a key or equal it, so that the scope needs no further listing. */
export const isPast = (scope: string, after: string): boolean =>
  compareKeys(scope, after) < 0 && !after.startsWith(scope);

/**
 * Returns a key that sorts after all keys of a scope and before all keys of the following scopes. It is never a key of
 * a following scope, because such a scope would be within a scope that contains this one too.
 *
 * @param scope ends in `/`
 */
export const endOf = (scope: string): string => `${scope.slice(0, -1)}0`; // "0" is the byte after "/"
