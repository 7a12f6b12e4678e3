import { compareKeys } from '../../storage/list-objects.js';

// Keys and prefixes here are those of the caller, without the tenant's prefix.

/**
 * The prefixes to list for everything under one prefix that lies within granted ones: none within another, in the order
 * of their bytes, which is the order of the keys under them.
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

/** The prefixes within both of two lists, as grants of two actions give them. */
export const inBoth = (one: readonly string[], other: readonly string[]): string[] =>
  one.flatMap((prefix) => listScopes(prefix, other));

/** Returns whether all keys of a scope come before this one, or are it: then nothing is left to list there. */
export const isPast = (scope: string, after: string): boolean =>
  compareKeys(scope, after) < 0 && !after.startsWith(scope);

/**
 * A key behind all keys of a scope and before all of those that follow. No key of a scope that follows can be it: it would
 * have to be within a scope that this one is within, too.
 *
 * @param scope ends in `/`
 */
export const endOf = (scope: string): string => `${scope.slice(0, -1)}0`; // "0" is the byte after "/"
