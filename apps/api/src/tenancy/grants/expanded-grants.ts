import type { Caller } from '../../platform/caller.js';
import { someFolder } from './folders.js';
import { limitsOf, UNLIMITED, type Grants, type LimitedPrefix, type Permit } from './grants.js';
import type { OwnLimits } from './limits.js';

/**
 * The number of prefixes up to which each is compared directly. Looking up one folder of a key costs more than
 * comparing this many prefixes.
 */
const FEW = 8;

/** The grants of one caller, for checking many keys. Claims are inserted into the prefixes once per action. */
export class ExpandedGrants {
  readonly #lookups = new Map<Permit, Lookup>();

  readonly #told = new Set<Permit>();

  constructor(
    private readonly grants: Grants,
    private readonly caller: Caller,
  ) {}

  /** Returns the same as `Grants.allows`. */
  allows(permit: Permit, key: string): boolean {
    return this.limits(permit, key) !== undefined;
  }

  /** Returns the same as `Grants.limits`. */
  limits(permit: Permit, key: string): readonly OwnLimits[] | undefined {
    let lookup = this.#lookups.get(permit);
    if (!lookup) this.#lookups.set(permit, (lookup = this.#lookupOf(permit)));
    return lookup(key);
  }

  #lookupOf(permit: Permit): Lookup {
    if (this.grants.haveLimits) return lookupIn(this.grants.limitedPrefixes(this.caller, permit));
    const test = testOf(this.grants.prefixes(this.caller, permit));
    return (key) => (test(key) ? UNLIMITED : undefined);
  }

  /** Returns whether this was called before for the action. The answer then need not repeat what the caller may do. */
  hasTold(permit: Permit): boolean {
    if (this.#told.has(permit)) return true;
    this.#told.add(permit);
    return false;
  }
}

/** Returns the limits of the grants whose prefixes contain a key; `undefined` if none does. */
type Lookup = (key: string) => readonly OwnLimits[] | undefined;

/**
 * Creates a lookup of limits by key.
 *
 * @param all limited prefixes, which meet the conditions of `testOf`
 */
function lookupIn(all: readonly LimitedPrefix[]): Lookup {
  if (all.length <= FEW) return (key) => limitsOf(all.filter(({ prefix }) => key.startsWith(prefix)));
  const byPrefix = Map.groupBy(all, ({ prefix }) => prefix);
  const longest = longestOf([...byPrefix.keys()]);
  return (key) => {
    const found: LimitedPrefix[] = [];
    someFolder(key, longest, (folder) => {
      found.push(...(byPrefix.get(folder) ?? []));
      return false;
    });
    return limitsOf(found);
  };
}

/** Returns whether a key begins with one of some prefixes. */
type Test = (key: string) => boolean;

/**
 * Creates a test for some prefixes.
 *
 * @param prefixes each prefix is empty or ends in `/`, so that a key begins with it exactly if the key is in that
 * folder
 */
function testOf(prefixes: readonly string[]): Test {
  if (prefixes.length <= FEW) return (key) => prefixes.some((prefix) => key.startsWith(prefix));
  const all = new Set(prefixes);
  const longest = longestOf(prefixes);
  return (key) => someFolder(key, longest, (folder) => all.has(folder));
}

const longestOf = (prefixes: readonly string[]): number => Math.max(...prefixes.map(({ length }) => length));
