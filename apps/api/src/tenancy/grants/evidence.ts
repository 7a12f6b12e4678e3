import type { JWTPayload } from 'jose';
import type { PrefixTemplate } from '#tenant-file';
import { valueAt } from '#validation';

/** The pointer of a claim, and its value. */
type ClaimValue = readonly [pointer: readonly string[], value: unknown];

/**
 * Claims that say of a token only what a rule asks of it: a group that is wanted, not the two hundred beside it.
 *
 * @param where as the rule has it; it holds for the claims
 */
export function evidenceOf(
  prefix: PrefixTemplate,
  where: readonly (readonly [pointer: readonly string[], value: string])[],
  claims: object,
): JWTPayload {
  const named = prefix.flatMap((part): ClaimValue[] =>
    typeof part === 'string' ? [] : [[part, valueAt(claims, part)]],
  );
  const evidence = {};
  for (const [pointer, value] of [...where, ...named]) put(evidence, pointer, value);
  return evidence;
}

/** Claims' names come from the tenant file and values from a token: none may reach a prototype. */
function put(into: object, pointer: readonly string[], value: unknown): void {
  const [name = '', ...rest] = pointer;
  const own: unknown = Object.hasOwn(into, name) ? (into as Record<string, unknown>)[name] : undefined;
  if (rest.length === 0) return define(into, name, value);
  const nested = typeof own === 'object' && own !== null ? own : {};
  define(into, name, nested);
  put(nested, rest, value);
}

const define = (into: object, name: string, value: unknown): void =>
  void Object.defineProperty(into, name, { value, enumerable: true, writable: true, configurable: true });
