import type { CorsEntry } from '../entries/cors-entry.js';
import type { TenantEntry } from '../tenant-file.js';
import { areComparable, smallerOf } from './limit-order.js';
import type { EnvelopeEntry } from './platform-file.js';
import { isValidGrant, tenantOf } from './team-reader.js';

/**
 * Returns what stays in force while a team’s file can be read but is refused. Of the previous version, only those
 * grants and CORS origins stay that are unchanged in the new text, with the smaller limits. So a withdrawn grant never
 * stays.
 *
 * @param before what was in force until now
 * @param plain the content of the refused text
 * @returns `undefined` if the text differs in any other way; then nothing is in force
 */
export function retainedTenant(
  before: TenantEntry,
  envelope: EnvelopeEntry,
  plain: unknown,
): TenantEntry | undefined {
  const { version, grants, limits = {}, cors, ...others } = plain as Record<string, unknown>;
  if (version !== 1 || Object.keys(others).length > 0 || !areComparable(limits)) return undefined;
  const origins = before.cors && listed((cors as Partial<CorsEntry> | null | undefined)?.origins);
  const kept = tenantOf(envelope, {
    limits: smallerOf(before.limits, limits),
    grants: before.grants.filter(standsIn(listed(grants))),
    ...(origins && { cors: { origins: before.cors!.origins.filter((origin) => origins.includes(origin)) } }),
  });
  kept.grants = kept.grants.filter((grant) => isValidGrant(grant, kept));
  return kept;
}

/**
 * Returns what stays in force if the text of the team’s file is unchanged but the platform's settings changed.
 *
 * @returns what is in force under the new envelope
 */
export function rewrapped(before: TenantEntry, envelope: EnvelopeEntry): TenantEntry {
  const kept = tenantOf(envelope, before);
  kept.grants = kept.grants.filter((grant) => isValidGrant(grant, kept));
  return kept;
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Returns a function that checks whether plain values contain an entry with equal members. */
export function standsIn(values: readonly unknown[]): (entry: object) => boolean {
  const said = new Set(values.map(canonical));
  return (entry) => said.has(canonical(entry));
}

/**
 * Returns a text that is equal for equal values. It ignores classes, the order of members, and members that are left
 * out.
 */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([one], [other]) => (one < other ? -1 : 1)))
      : inner,
  ) ?? '';
