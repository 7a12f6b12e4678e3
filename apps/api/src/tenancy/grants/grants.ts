import type { JWTPayload } from 'jose';
import { type Action, expandPrefix, literalFolder } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import { MAX_PREFIXES } from '../../platform/problems/requirement.js';
import { evidenceOf } from './evidence.js';
import { someFolder } from './folders.js';
import type { OwnLimits } from './limits.js';
import { applies, covers, rulesOf, type Grant, type Rule } from './rule.js';

/** What a caller may be allowed: an action, or forms that leave the end of the key to the client. */
export type Permit = Action | 'keyPrefixForm';

export type { Grant };

/** A prefix under which a caller may do something, and the limits of the grant that says so. */
export interface LimitedPrefix {
  readonly prefix: string;
  readonly limits: OwnLimits | undefined;
}

/** The limits of a grant that sets none: the tenant's limits hold, and no other grant allows more. */
const NO_LIMITS: OwnLimits = Object.freeze({});
export const UNLIMITED: readonly OwnLimits[] = Object.freeze([NO_LIMITS]);

/**
 * Decides who may do what under which prefixes. The default is to deny: a request needs a grant, and no action
 * implies another. Keys and prefixes are those of the caller, without the tenant's `keyPrefix`.
 */
export class Grants {
  /**
   * Rules by action, then by the first folder of the prefix, so that a key is compared only with the rules of
   * its own folders.
   */
  readonly #rules = new Map<Permit, Map<string, Rule[]>>();
  #longestFolder = 0;
  /** Whether any grant has limits of its own. */
  readonly haveLimits: boolean;
  readonly #allowed = new WeakMap<Caller, Map<Action, boolean>>();
  readonly #some = new WeakMap<Caller, Map<Permit, readonly string[]>>();

  /** The same for the same list, which thousands of tenants may have. */
  static of(list: readonly Grant[]): Grants {
    let grants = known.get(list);
    if (!grants) known.set(list, (grants = new Grants(list)));
    return grants;
  }

  constructor(grants: readonly Grant[]) {
    this.haveLimits = grants.some(({ limits }) => limits !== undefined);
    for (const [index, grant] of grants.entries()) {
      for (const rule of rulesOf(grant, index)) {
        for (const permit of permitsOf(grant)) this.#add(permit, rule);
      }
    }
  }

  /** @param key an object's, or a prefix to list, or one that a form's key begins with */
  allows(caller: Caller, permit: Permit, key: string): boolean {
    return this.#ruleFor(caller, permit, key) !== undefined;
  }

  /**
   * The limits of every grant that allows this, of each by itself: a request must keep within all of one of them, and
   * within the tenant's.
   *
   * @param key as of `allows`
   * @returns `undefined` where none allows it
   */
  limits(caller: Caller, permit: Permit, key: string): readonly OwnLimits[] | undefined {
    if (!this.haveLimits) return this.allows(caller, permit, key) ? UNLIMITED : undefined;
    return limitsOf(this.#rulesFor(caller, permit, key));
  }

  /**
   * Returns what of the caller's claims is enough to be allowed this: with it the same can be asked later, without the
   * token.
   *
   * @param limits of the grant that it shall be allowed by, as `limits` gives them
   * @returns `undefined` where it isn't allowed
   */
  evidence(caller: Caller, permit: Permit, key: string, limits?: OwnLimits): JWTPayload | undefined {
    const rules = this.#rulesFor(caller, permit, key);
    const rule = rules.find((each) => (each.limits ?? NO_LIMITS) === limits) ?? rules[0];
    if (!rule) return undefined;
    const claims = evidenceOf(rule.prefix, rule.where, caller.claims);
    return covers(rule, { ...caller, claims }, key) ? claims : caller.claims;
  }

  /** Returns whether there is any key with which the caller may do this. */
  allowsSome(caller: Caller, action: Action): boolean {
    let byAction = this.#allowed.get(caller);
    if (!byAction) this.#allowed.set(caller, (byAction = new Map()));
    let allowed = byAction.get(action);
    if (allowed === undefined) byAction.set(action, (allowed = this.prefixes(caller, action).length > 0));
    return allowed;
  }

  /** Returns whether any caller may do this, whatever their claims: the tenant's role may do it, too. */
  allowsSomeCaller(action: Action, key: string): boolean {
    const byFolder = this.#rules.get(action);
    return byFolder !== undefined && someFolder(key, this.#longestFolder, (folder) => byFolder.has(folder));
  }

  /** The prefixes under which the caller may do this; none: nowhere. */
  prefixes(caller: Caller, permit: Permit): readonly string[] {
    return [...new Set(this.limitedPrefixes(caller, permit).map(({ prefix }) => prefix))];
  }

  /** The same, each with its grant's limits. */
  limitedPrefixes(caller: Caller, permit: Permit): readonly LimitedPrefix[] {
    const rules = [...(this.#rules.get(permit)?.values() ?? [])].flat();
    return rules.flatMap((rule) => {
      const prefix = applies(rule, caller) ? expandPrefix(rule.prefix, caller.claims) : undefined;
      return prefix === undefined ? [] : { prefix, limits: rule.limits };
    });
  }

  /**
   * Some of these prefixes, for an answer: the first ten, in the file's order, of at most 4 KiB together. They are worked
   * out once for each caller.
   */
  somePrefixes(caller: Caller, permit: Permit): readonly string[] {
    let byPermit = this.#some.get(caller);
    if (!byPermit) this.#some.set(caller, (byPermit = new Map()));
    let some = byPermit.get(permit);
    if (!some) byPermit.set(permit, (some = fitting(this.prefixes(caller, permit))));
    return some;
  }

  #ruleFor(caller: Caller, permit: Permit, key: string): Rule | undefined {
    const byFolder = this.#rules.get(permit);
    if (!byFolder) return undefined;
    let found: Rule | undefined;
    someFolder(key, this.#longestFolder, (folder) => {
      found = byFolder.get(folder)?.find((rule) => covers(rule, caller, key));
      return found !== undefined;
    });
    return found;
  }

  /** Returns the rules that apply, in the order of the grants. */
  #rulesFor(caller: Caller, permit: Permit, key: string): Rule[] {
    const byFolder = this.#rules.get(permit);
    const found: Rule[] = [];
    if (!byFolder) return found;
    someFolder(key, this.#longestFolder, (folder) => {
      for (const rule of byFolder.get(folder) ?? []) if (covers(rule, caller, key)) found.push(rule);
      return false;
    });
    return found.length > 1 ? found.sort((one, other) => one.index - other.index) : found;
  }

  #add(permit: Permit, rule: Rule): void {
    const folder = literalFolder(rule.prefix);
    this.#longestFolder = Math.max(this.#longestFolder, folder.length);
    let byFolder = this.#rules.get(permit);
    if (!byFolder) this.#rules.set(permit, (byFolder = new Map()));
    const rules = byFolder.get(folder);
    if (rules) rules.push(rule);
    else byFolder.set(folder, [rule]);
  }
}

/** Bytes of the prefixes that an answer lists. */
const MAX_BYTES = 4096;

function fitting(prefixes: readonly string[]): readonly string[] {
  let bytes = 0;
  return prefixes
    .slice(0, MAX_PREFIXES)
    .filter((prefix) => (bytes += Buffer.byteLength(prefix)) <= MAX_BYTES);
}

const known = new WeakMap<readonly Grant[], Grants>();

/** Of each grant once. Where one has none of its own, the others add nothing to it. */
export function limitsOf(
  rules: readonly { readonly limits: OwnLimits | undefined }[],
): readonly OwnLimits[] | undefined {
  if (rules.length === 0) return undefined;
  const all = new Set<OwnLimits>();
  for (const { limits } of rules) {
    if (!limits) return UNLIMITED;
    all.add(limits);
  }
  return [...all];
}

const permitsOf = ({ actions, allowKeyPrefixForms }: Grant): readonly Permit[] =>
  allowKeyPrefixForms && actions.includes('upload') ? [...actions, 'keyPrefixForm'] : actions;
