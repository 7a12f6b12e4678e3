import type { Caller } from '../../platform/caller.js';
import { someFolder } from './folders.js';
import { limitsOf, UNLIMITED, type Grants, type LimitedPrefix, type Permit } from './grants.js';
import type { OwnLimits } from './limits.js';

/** Prefixes that are tried one by one: a folder of the key costs more to look up than such a one to compare. */
const FEW = 8;

/** The grants of one caller, for many keys: claims are put into the grants once for each action. */
export class ExpandedGrants {
  readonly #lookups = new Map<Permit, Lookup>();

  readonly #told = new Set<Permit>();

  constructor(
    private readonly grants: Grants,
    private readonly caller: Caller,
  ) {}

  /** Returns what `Grants.allows` does. */
  allows(permit: Permit, key: string): boolean {
    return this.limits(permit, key) !== undefined;
  }

  /** Returns what `Grants.limits` does. */
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

  /** Returns whether this was asked before: a thousand refusals need not repeat what the caller may do. */
  hasTold(permit: Permit): boolean {
    if (this.#told.has(permit)) return true;
    this.#told.add(permit);
    return false;
  }
}

/** The limits of the grants under whose prefixes a key is; `undefined` where it is under none. */
type Lookup = (key: string) => readonly OwnLimits[] | undefined;

/** @param all as of `testOf` */
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

/** Whether a key begins with a prefix. */
type Test = (key: string) => boolean;

/** @param prefixes each is empty or ends in `/`: so a key begins with one where it is in that folder */
function testOf(prefixes: readonly string[]): Test {
  if (prefixes.length <= FEW) return (key) => prefixes.some((prefix) => key.startsWith(prefix));
  const all = new Set(prefixes);
  const longest = longestOf(prefixes);
  return (key) => someFolder(key, longest, (folder) => all.has(folder));
}

const longestOf = (prefixes: readonly string[]): number => Math.max(...prefixes.map(({ length }) => length));
