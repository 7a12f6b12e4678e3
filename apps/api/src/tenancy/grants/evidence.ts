import type { JWTPayload } from 'jose';
import type { PrefixTemplate } from '#tenant-file';
import { valueAt } from '#validation';

/** A claim's pointer and the claim's value. */
type ClaimValue = readonly [pointer: readonly string[], value: unknown];

/**
 * Returns the part of a token's claims that satisfies a rule: the one group that the rule requires, without the other
 * two hundred.
 *
 * @param where the rule's conditions, which the claims fulfil
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

/**
 * Sets a claim. Names of claims come from the tenant file and values from a token, so neither may reach a prototype.
 */
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
