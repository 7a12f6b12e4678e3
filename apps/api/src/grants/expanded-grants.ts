import type { Caller } from '../callers/caller.js';
import { someFolder } from './folders.js';
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
    const { contain, longest } = this.#prefixesOf(permit);
    return someFolder(key, longest, contain);
  }

  #prefixesOf(permit: Permit): Prefixes {
    let prefixes = this.#permits.get(permit);
    if (!prefixes) {
      const all = new Set(this.grants.prefixes(this.caller, permit));
      const longest = Math.max(0, ...Array.from(all, ({ length }) => length));
      prefixes = { contain: (folder) => all.has(folder), longest };
      this.#permits.set(permit, prefixes);
    }
    return prefixes;
  }
}

/** Each is empty or ends in `/`: so a key begins with one where it is in that folder. */
interface Prefixes {
  readonly contain: (folder: string) => boolean;
  readonly longest: number;
}
