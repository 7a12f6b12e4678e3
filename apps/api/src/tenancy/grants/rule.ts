import {
  type Action,
  expandPrefix,
  type GrantLimitsEntry,
  parsePrefix,
  type PrefixTemplate,
} from '#tenant-file';
import { parsePointer, valueAt } from '#validation';
import type { Caller } from '../../platform/caller.js';
import { ownLimits, type OwnLimits } from './limits.js';

/** A grant of the tenant file, already validated. */
export interface Grant {
  readonly actions: readonly Action[];
  readonly prefixes: readonly string[];
  /** True if key-prefix forms are allowed; set only with `upload`. */
  readonly allowKeyPrefixForms?: boolean | undefined;
  readonly issuer?: string | undefined;
  readonly where?: Readonly<Record<string, string>> | undefined;
  readonly limits?: GrantLimitsEntry | undefined;
}

/** One prefix of a grant. */
export interface Rule {
  readonly prefix: PrefixTemplate;
  readonly issuer: string | undefined;
  readonly where: readonly (readonly [pointer: readonly string[], value: string])[];
  /** The grant's own limits, the same object for all rules of a grant; `undefined` if the grant sets none. */
  readonly limits: OwnLimits | undefined;
  /** The index of the grant in its list. */
  readonly index: number;
}

/**
 * Returns the rules of a grant, one per prefix. The validation of the tenant file refuses prefixes that can't be
 * parsed; if one still gets here, it allows nothing.
 */
export function rulesOf({ issuer, where = {}, prefixes, limits }: Grant, index: number): Rule[] {
  const common = {
    issuer,
    where: Object.entries(where).map(([pointer, value]) => [parsed(parsePointer(pointer)), value] as const),
    limits: limits && ownLimits(limits),
    index,
  };
  return prefixes.map((prefix) => ({ prefix: parsed(parsePrefix(prefix)), ...common }));
}

function parsed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a grant that was not validated');
  return value;
}

/** Returns whether the rule allows its actions on a key. */
export function covers(rule: Rule, caller: Caller, key: string): boolean {
  if (!applies(rule, caller)) return false;
  const prefix = expandPrefix(rule.prefix, caller.claims);
  return prefix !== undefined && key.startsWith(prefix);
}

/**
 * Returns whether the rule applies to a caller. A required claim must equal the string, or be an array that contains
 * it. A missing claim does not match.
 */
export function applies({ issuer, where }: Rule, { issuer: own, claims }: Caller): boolean {
  if (issuer !== undefined && issuer !== own) return false;
  return where.every(([pointer, wanted]) => {
    const claim = valueAt(claims, pointer);
    return Array.isArray(claim) ? claim.includes(wanted) : claim === wanted;
  });
}
