import type { JWTPayload } from 'jose';
import { type Action, expandPrefix, literalFolder, parsePrefix, type PrefixTemplate } from '#tenant-file';
import { parsePointer, valueAt } from '#validation';
import type { Caller } from '../../platform/caller.js';
import { evidenceOf } from './evidence.js';
import { someFolder } from './folders.js';

/** What a caller may be allowed: an action, or forms that leave the end of the key to whoever posts them. */
export type Permit = Action | 'keyPrefixForm';

/** A line of the tenant file, already validated. */
export interface Grant {
  readonly actions: readonly Action[];
  readonly prefixes: readonly string[];
  /** With `upload`. */
  readonly allowKeyPrefixForms?: boolean | undefined;
  readonly issuer?: string | undefined;
  readonly where?: Readonly<Record<string, string>> | undefined;
}

/** A grant for one of its prefixes. */
interface Rule {
  readonly prefix: PrefixTemplate;
  readonly issuer: string | undefined;
  readonly where: readonly (readonly [pointer: readonly string[], value: string])[];
}

/**
 * Who may do what under which prefixes. Default deny: what no grant allows is refused, and no action implies another.
 * Keys and prefixes are those of the caller, without the tenant's `keyPrefix`.
 */
export class Grants {
  /** By action, then by the folder that the prefix begins with: of a thousand rules, a key meets those of its own folders. */
  readonly #rules = new Map<Permit, Map<string, Rule[]>>();
  #longestFolder = 0;
  readonly #allowed = new WeakMap<Caller, Map<Action, boolean>>();

  /** The same for the same list, which thousands of tenants may have. */
  static of(list: readonly Grant[]): Grants {
    let grants = known.get(list);
    if (!grants) known.set(list, (grants = new Grants(list)));
    return grants;
  }

  constructor(grants: readonly Grant[]) {
    for (const grant of grants) {
      for (const prefix of grant.prefixes) {
        const rule = ruleOf(grant, prefix);
        for (const permit of permitsOf(grant)) this.#add(permit, rule);
      }
    }
  }

  /** @param key an object's, or a prefix to list, or one that a form's key begins with */
  allows(caller: Caller, permit: Permit, key: string): boolean {
    return this.#ruleFor(caller, permit, key) !== undefined;
  }

  /**
   * What of the caller's claims is enough to be allowed this: with it the same can be asked later, without the token.
   *
   * @returns `undefined` where it isn't allowed
   */
  evidence(caller: Caller, permit: Permit, key: string): JWTPayload | undefined {
    const rule = this.#ruleFor(caller, permit, key);
    if (!rule) return undefined;
    const claims = evidenceOf(rule.prefix, rule.where, caller.claims);
    return covers(rule, { ...caller, claims }, key) ? claims : caller.claims;
  }

  /** Whether there is any key with which the caller may do this. */
  allowsSome(caller: Caller, action: Action): boolean {
    let byAction = this.#allowed.get(caller);
    if (!byAction) this.#allowed.set(caller, (byAction = new Map()));
    let allowed = byAction.get(action);
    if (allowed === undefined) byAction.set(action, (allowed = this.prefixes(caller, action).length > 0));
    return allowed;
  }

  /** Whether any caller may do this, whatever their claims: the tenant's role may do it, too. */
  allowsSomeCaller(action: Action, key: string): boolean {
    const byFolder = this.#rules.get(action);
    return byFolder !== undefined && someFolder(key, this.#longestFolder, (folder) => byFolder.has(folder));
  }

  /** The prefixes under which the caller may do this; none: nowhere. */
  prefixes(caller: Caller, permit: Permit): readonly string[] {
    const rules = [...(this.#rules.get(permit)?.values() ?? [])].flat();
    const expanded = rules.flatMap((rule) =>
      applies(rule, caller) ? (expandPrefix(rule.prefix, caller.claims) ?? []) : [],
    );
    return [...new Set(expanded)];
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

const known = new WeakMap<readonly Grant[], Grants>();

const permitsOf = ({ actions, allowKeyPrefixForms }: Grant): readonly Permit[] =>
  allowKeyPrefixForms && actions.includes('upload') ? [...actions, 'keyPrefixForm'] : actions;

/** The tenant file's validation has refused what can't be parsed; a grant that slipped through must not open anything. */
function ruleOf({ issuer, where = {} }: Grant, prefix: string): Rule {
  return {
    prefix: parsed(parsePrefix(prefix)),
    issuer,
    where: Object.entries(where).map(([pointer, value]) => [parsed(parsePointer(pointer)), value]),
  };
}

function parsed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a grant that was not validated');
  return value;
}

function covers(rule: Rule, caller: Caller, key: string): boolean {
  if (!applies(rule, caller)) return false;
  const prefix = expandPrefix(rule.prefix, caller.claims);
  return prefix !== undefined && key.startsWith(prefix);
}

/** A missing claim is false; equal to the string, or an array that contains it. */
function applies({ issuer, where }: Rule, { issuer: own, claims }: Caller): boolean {
  if (issuer !== undefined && issuer !== own) return false;
  return where.every(([pointer, wanted]) => {
    const claim = valueAt(claims, pointer);
    return Array.isArray(claim) ? claim.includes(wanted) : claim === wanted;
  });
}
