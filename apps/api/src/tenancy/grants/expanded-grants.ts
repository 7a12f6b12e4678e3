import type { Caller } from '../../platform/caller.js';
import { someFolder } from './folders.js';
import type { Grants, Permit } from './grants.js';

/** Prefixes that are tried one by one: a folder of the key costs more to look up than such a one to compare. */
const FEW = 8;

/** What one caller is allowed, for many keys: the claims are put into the grants once for each action. */
export class ExpandedGrants {
  readonly #tests = new Map<Permit, Test>();

  constructor(
    private readonly grants: Grants,
    private readonly caller: Caller,
  ) {}

  /** As `Grants.allows`. */
  allows(permit: Permit, key: string): boolean {
    let test = this.#tests.get(permit);
    if (!test) this.#tests.set(permit, (test = testOf(this.grants.prefixes(this.caller, permit))));
    return test(key);
  }
}

/** Whether a key begins with a prefix. */
type Test = (key: string) => boolean;

/** @param prefixes each is empty or ends in `/`: so a key begins with one where it is in that folder */
function testOf(prefixes: readonly string[]): Test {
  if (prefixes.length <= FEW) return (key) => prefixes.some((prefix) => key.startsWith(prefix));
  const all = new Set(prefixes);
  const longest = Math.max(...prefixes.map(({ length }) => length));
  return (key) => someFolder(key, longest, (folder) => all.has(folder));
}
