import { roleOf } from '../checks/envelopes.js';
import type { IssuerEntry } from '../entries/issuer-entry.js';
import { areComparable, smallerOf } from './limit-order.js';
import { EnvelopeEntry } from './platform-file.js';
import { canonical, standsIn } from './retained.js';

/** The platform's settings in force: its issuers, and its tenants by id. */
export interface InForce {
  readonly issuers: readonly IssuerEntry[];
  readonly tenants: ReadonlyMap<string, EnvelopeEntry>;
  /** The tenants that a refused text names but that aren’t in force. They are known, but not served. */
  readonly ended: ReadonlySet<string>;
}

/**
 * Returns what stays in force while `platform.yaml` can be read but is refused. Issuers and tenants stay if their
 * entries in the new text are equal to the old ones. A tenant's ceilings are then the smaller of both texts, and its
 * issuers those that both texts name.
 *
 * A tenant has ended if its entry differs otherwise. It has also ended if it shares its role with another tenant and
 * the new text doesn’t list the role as shared.
 *
 * @param plain the content of the refused text
 */
export function retainedPlatform(before: InForce, plain: unknown): InForce {
  const { version, issuers, tenants, sharedRoles } = plain as Record<string, unknown>;
  const kept = version === 1 ? before.issuers.filter(standsIn(listOf(issuers))) : [];
  const names = new Set(kept.map(({ name }) => name));
  const byId = Map.groupBy(listOf(tenants), (item) => (item as { id?: unknown } | null | undefined)?.id);
  const inForce = new Map<string, EnvelopeEntry>();
  const ended = new Set<string>();
  for (const id of new Set([...before.tenants.keys(), ...before.ended])) {
    const said = byId.get(id);
    if (!said) continue;
    const entry = before.tenants.get(id);
    const still = version === 1 ? narrowedByAll(entry, said, names) : undefined;
    if (still) inForce.set(id, still);
    else ended.add(id);
  }
  for (const id of unshared(inForce, new Set(listOf(sharedRoles)))) {
    inForce.delete(id);
    ended.add(id);
  }
  return { issuers: kept, tenants: inForce, ended };
}

/** Returns the tenants that share a role that isn’t listed as shared. The owner of such a role is no longer certain. */
function unshared(tenants: ReadonlyMap<string, EnvelopeEntry>, shared: ReadonlySet<unknown>): string[] {
  const byRole = Map.groupBy(tenants, ([, entry]) => roleOf(entry));
  return [...byRole]
    .filter(([role, users]) => role !== undefined && users.length > 1 && !shared.has(role))
    .flatMap(([, users]) => users.map(([id]) => id));
}

/**
 * Returns an entry, narrowed by all new entries of its id that are equal except for narrower settings. Other entries of
 * the same id are ignored, so that a stolen id takes nothing away.
 */
function narrowedByAll(
  entry: EnvelopeEntry | undefined,
  said: readonly unknown[],
  names: ReadonlySet<string>,
): EnvelopeEntry | undefined {
  const own = entry && said.filter((each) => narrowed(entry, each, names) !== undefined);
  if (!own?.length) return undefined;
  return own.reduce<EnvelopeEntry | undefined>((kept, each) => kept && narrowed(kept, each, names), entry);
}

function narrowed(
  entry: EnvelopeEntry,
  said: unknown,
  names: ReadonlySet<string>,
): EnvelopeEntry | undefined {
  if (said === entry && entry.issuers.every((name) => names.has(name))) return entry;
  const { issuers: own, ceilings: before, ...rest } = entry;
  const { issuers, ceilings, ...others } = { ...(said as Record<string, unknown>) };
  if (canonical(rest) !== canonical(others)) return undefined;
  if (ceilings !== undefined && !areComparable(ceilings)) return undefined;
  const kept = own.filter((name) => names.has(name) && listOf(issuers).includes(name));
  if (kept.length === 0) return undefined;
  const narrow = before && ceilings ? smallerCeilings(before, ceilings) : (before ?? ceilings);
  return Object.assign(new EnvelopeEntry(), rest, { issuers: kept }, narrow && { ceilings: narrow });
}

/** Returns the smaller of two ceilings. A ceiling that is left out bounds nothing. */
const smallerCeilings = (one: object, other: object): object => {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  const both = smallerOf({ ...one, ...missing(other, one) }, { ...other, ...missing(one, other) });
  return Object.fromEntries(Object.entries(both).filter(([name]) => names.has(name)));
};

const missing = (from: object, to: object): object =>
  Object.fromEntries(Object.entries(from).filter(([name]) => !(name in to)));

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
