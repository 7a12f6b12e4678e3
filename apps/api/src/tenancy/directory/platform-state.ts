import { retainedPlatform, type InForce, type PlatformFile, type Reading } from '#tenant-file';
import type { TeamState } from './team-state.js';

/** The version of `platform.yaml` that is in force, and the errors of the current file. */
export interface PlatformState {
  readonly inForce: InForce;
  readonly errors: TeamState['errors'];
  /** The time from which the file can't be read: milliseconds since the epoch. */
  readonly unreadableSince: number | undefined;
  /** The reason why no version of the file is in force. */
  readonly outage: string | undefined;
}

export const stateOf = ({ issuers, tenants }: PlatformFile): PlatformState => ({
  inForce: { issuers, tenants: new Map(tenants.map((entry) => [entry.id, entry])), ended: new Set() },
  errors: [],
  unreadableSince: undefined,
  outage: undefined,
});

/**
 * Returns the state after the file was read.
 *
 * @param now milliseconds
 * @param grace milliseconds
 */
export function nextPlatform(
  before: PlatformState,
  reading: Reading<PlatformFile>,
  now: number,
  grace: number,
): PlatformState {
  if (reading.state === 'valid') return stateOf(reading.value);
  const { errors } = reading;
  if (reading.state === 'unreadable') {
    const unreadableSince = before.unreadableSince ?? now;
    return expiredPlatform({ ...before, errors, unreadableSince }, now, grace);
  }
  const base = before.outage === undefined ? before.inForce : allEnded(before.inForce);
  return {
    inForce: retainedPlatform(base, reading.plain),
    errors,
    unreadableSince: undefined,
    outage: undefined,
  };
}

/** Returns the state after the file was deleted: no version is in force, and there is no grace period. */
export const deletedPlatform = (before: PlatformState): PlatformState => ({
  ...before,
  errors: [],
  unreadableSince: undefined,
  outage: 'platform.yaml is missing, so no tenant is served.',
});

/** Returns the same state, or the state after the grace period if it has passed. */
export function expiredPlatform(state: PlatformState, now: number, grace: number): PlatformState {
  const { unreadableSince, outage } = state;
  if (outage !== undefined || unreadableSince === undefined || now - unreadableSince < grace) return state;
  return {
    ...state,
    outage: 'platform.yaml has been unreadable for longer than TENANT_FILE_GRACE, so no tenant is served.',
  };
}

const allEnded = ({ tenants, ended }: InForce): InForce => ({
  issuers: [],
  tenants: new Map(),
  ended: new Set([...tenants.keys(), ...ended]),
});
