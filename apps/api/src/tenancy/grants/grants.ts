import type { JWTPayload } from 'jose';
import { type Action, expandPrefix, literalFolder } from '#tenant-file';
import type { Caller } from '../../platform/caller.js';
import { MAX_PREFIXES } from '../../platform/problems/requirement.js';
import { evidenceOf } from './evidence.js';
import { someFolder } from './folders.js';
import type { OwnLimits } from './limits.js';
import { applies, covers, rulesOf, type Grant, type Rule } from './rule.js';

/** A permission that a grant gives: an action, or upload forms in which the client chooses the end of the key. */
export type Permit = Action | 'keyPrefixForm';

export type { Grant };

/** A prefix of a caller's grant, with the limits of that grant. */
export interface LimitedPrefix {
  readonly prefix: string;
  readonly limits: OwnLimits | undefined;
}

/** The limits of a grant that sets none. Only the tenant's limits apply to it, so no other grant allows more. */
const NO_LIMITS: OwnLimits = Object.freeze({});
export const UNLIMITED: readonly OwnLimits[] = Object.freeze([NO_LIMITS]);

/**
 * Decides which caller may perform which action under which prefix. The default is to deny: a request needs a grant,
 * and no action implies another. Keys and prefixes are relative to the tenant's `keyPrefix`.
 */
export class Grants {
  /**
   * Rules by action, then by the first folder of the prefix, so that a key is compared only with the rules of
   * its own folders.
   */
  readonly #rules = new Map<Permit, Map<string, Rule[]>>();
  #longestFolder = 0;
  /** True if any grant has limits of its own. */
  readonly haveLimits: boolean;
  readonly #allowed = new WeakMap<Caller, Map<Action, boolean>>();
  readonly #some = new WeakMap<Caller, Map<Permit, readonly string[]>>();

  /**
   * Returns the grants of a list. The same list, which thousands of tenants may share, always returns the same object.
   */
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

  /**
   * Returns whether a grant allows this.
   *
   * @param key an object's key, a prefix to list, or the prefix of a form's keys
   */
  allows(caller: Caller, permit: Permit, key: string): boolean {
    return this.#ruleFor(caller, permit, key) !== undefined;
  }

  /**
   * Returns the limits of every grant that allows this, one item per grant. A request must meet all limits of at least
   * one grant, and the tenant's limits.
   *
   * @param key as of `allows`
   * @returns `undefined` if no grant allows this
   */
  limits(caller: Caller, permit: Permit, key: string): readonly OwnLimits[] | undefined {
    if (!this.haveLimits) return this.allows(caller, permit, key) ? UNLIMITED : undefined;
    return limitsOf(this.#rulesFor(caller, permit, key));
  }

  /**
   * Returns the part of the caller's claims that is sufficient to be allowed this. With these claims, the same
   * permission can be checked later without the token.
   *
   * @param limits the limits of the grant to use, one of the items that `limits` returns
   * @returns `undefined` if it isn't allowed
   */
  evidence(caller: Caller, permit: Permit, key: string, limits?: OwnLimits): JWTPayload | undefined {
    const rules = this.#rulesFor(caller, permit, key);
    const rule = rules.find((each) => (each.limits ?? NO_LIMITS) === limits) ?? rules[0];
    if (!rule) return undefined;
    const claims = evidenceOf(rule.prefix, rule.where, caller.claims);
    return covers(rule, { ...caller, claims }, key) ? claims : caller.claims;
  }

  /** Returns whether the caller may perform the action on at least one key. */
  allowsSome(caller: Caller, action: Action): boolean {
    let byAction = this.#allowed.get(caller);
    if (!byAction) this.#allowed.set(caller, (byAction = new Map()));
    let allowed = byAction.get(action);
    if (allowed === undefined) byAction.set(action, (allowed = this.prefixes(caller, action).length > 0));
    return allowed;
  }

  /**
   * Returns whether a caller with suitable claims may perform the action on a key. The tenant's role is then allowed it
   * too.
   */
  allowsSomeCaller(action: Action, key: string): boolean {
    const byFolder = this.#rules.get(action);
    return byFolder !== undefined && someFolder(key, this.#longestFolder, (folder) => byFolder.has(folder));
  }

  /** Returns the prefixes under which the caller may do this; an empty list if there are none. */
  prefixes(caller: Caller, permit: Permit): readonly string[] {
    return [...new Set(this.limitedPrefixes(caller, permit).map(({ prefix }) => prefix))];
  }

  /** Returns the prefixes under which the caller may do this, each with the limits of its grant. */
  limitedPrefixes(caller: Caller, permit: Permit): readonly LimitedPrefix[] {
    const rules = [...(this.#rules.get(permit)?.values() ?? [])].flat();
    return rules.flatMap((rule) => {
      const prefix = applies(rule, caller) ? expandPrefix(rule.prefix, caller.claims) : undefined;
      return prefix === undefined ? [] : { prefix, limits: rule.limits };
    });
  }

  /**
   * Returns some of the prefixes for an answer: up to ten in the order of the file, with at most 4 KiB in total. They
   * are computed once per caller.
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

/** The maximum number of bytes of all prefixes that an answer lists. */
const MAX_BYTES = 4096;

function fitting(prefixes: readonly string[]): readonly string[] {
  let bytes = 0;
  return prefixes
    .slice(0, MAX_PREFIXES)
    .filter((prefix) => (bytes += Buffer.byteLength(prefix)) <= MAX_BYTES);
}

const known = new WeakMap<readonly Grant[], Grants>();

/** Returns the limits of each grant once. If one grant sets no limits, the others' limits add nothing to it. */
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
