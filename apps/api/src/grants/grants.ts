import type { Caller } from '../callers/caller.js';
import { parsePointer, valueAt } from '../callers/json-pointer.js';
import { expandPrefix, parsePrefix, type PrefixTemplate } from './prefix-template.js';

export const ACTIONS = ['download', 'upload', 'delete', 'list', 'downloadVersion', 'deleteVersion'] as const;
export type Action = (typeof ACTIONS)[number];

/** A line of the tenant file, already validated. */
export interface Grant {
  readonly actions: readonly Action[];
  readonly prefixes: readonly string[];
  readonly issuer?: string | undefined;
  readonly where?: Readonly<Record<string, string>> | undefined;
}

/** Who may do what under which prefixes. Default deny: what no grant allows is refused. */
export class Grants {
  readonly #grants: readonly CompiledGrant[];
  /** Expanded once for each verified token, which is one object for as long as it is cached. */
  readonly #expanded = new WeakMap<Caller, Map<Action, readonly string[]>>();

  constructor(grants: readonly Grant[]) {
    this.#grants = grants.map(compile);
  }

  allows(caller: Caller, action: Action, key: string): boolean {
    for (const prefix of this.prefixes(caller, action)) if (key.startsWith(prefix)) return true;
    return false;
  }

  /** The prefixes under which the caller may do this; none: nowhere. */
  prefixes(caller: Caller, action: Action): readonly string[] {
    let expanded = this.#expanded.get(caller);
    if (!expanded) this.#expanded.set(caller, (expanded = this.#expand(caller)));
    return expanded.get(action) ?? [];
  }

  #expand(caller: Caller): Map<Action, readonly string[]> {
    const expanded = new Map<Action, string[]>();
    for (const grant of this.#grants) {
      if (!applies(grant, caller)) continue;
      const prefixes = grant.prefixes.flatMap((template) => expandPrefix(template, caller.claims) ?? []);
      for (const action of grant.actions) {
        const already = expanded.get(action);
        if (already) already.push(...prefixes);
        else expanded.set(action, [...prefixes]);
      }
    }
    return expanded;
  }
}

interface CompiledGrant {
  readonly actions: readonly Action[];
  readonly issuer: string | undefined;
  readonly where: readonly (readonly [pointer: readonly string[], value: string])[];
  readonly prefixes: readonly PrefixTemplate[];
}

function compile(grant: Grant): CompiledGrant {
  return {
    actions: grant.actions,
    issuer: grant.issuer,
    where: Object.entries(grant.where ?? {}).map(([pointer, value]) => [
      parsed(parsePointer(pointer)),
      value,
    ]),
    prefixes: grant.prefixes.map((prefix) => parsed(parsePrefix(prefix))),
  };
}

/** The tenant file's validation has refused what can't be parsed; a grant that slipped through must not open anything. */
function parsed<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('a grant that was not validated');
  return value;
}

/** A missing claim is false; equal to the string, or an array that contains it. */
function applies({ issuer, where }: CompiledGrant, caller: Caller): boolean {
  if (issuer !== undefined && issuer !== caller.issuer) return false;
  return where.every(([pointer, wanted]) => {
    const claim = valueAt(caller.claims, pointer);
    return Array.isArray(claim) ? claim.includes(wanted) : claim === wanted;
  });
}
