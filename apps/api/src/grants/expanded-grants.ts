import type { Caller } from '../callers/caller.js';
import { foldersOf } from './folders.js';
import type { Grants, Permit } from './grants.js';

/** What one caller is allowed, for many keys: the claims are put into the grants once for each action. */
export class ExpandedGrants {
  readonly #permits = new Map<Permit, Prefixes>();

  constructor(
    private readonly grants: Grants,
    private readonly caller: Caller,
  ) {}

  /** As `Grants.allows`. */
  allows(permit: Permit, key: string): boolean {
    const { all, longest } = this.#prefixesOf(permit);
    if (all.has('')) return true;
    for (const folder of foldersOf(key, longest)) if (all.has(folder)) return true;
    return false;
  }

  #prefixesOf(permit: Permit): Prefixes {
    let prefixes = this.#permits.get(permit);
    if (!prefixes) {
      const all = this.grants.prefixes(this.caller, permit);
      prefixes = { all: new Set(all), longest: Math.max(0, ...all.map(({ length }) => length)) };
      this.#permits.set(permit, prefixes);
    }
    return prefixes;
  }
}

/** Each is empty or ends in `/`: so a key begins with one where it is in that folder. */
interface Prefixes {
  readonly all: ReadonlySet<string>;
  readonly longest: number;
}
