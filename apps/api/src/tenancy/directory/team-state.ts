import { retainedTenant, rewrapped, type EnvelopeEntry, type Reading, type TenantEntry } from '#tenant-file';

/** The version of a team's file that is in force, and the errors of the current file. */
export interface TeamState {
  /** The entry in force; `undefined` if there is none. */
  readonly entry: TenantEntry | undefined;
  /** The errors of the current file; empty if the file is valid. */
  readonly errors: Extract<Reading<never>, { errors: unknown }>['errors'];
  /** The time from which the file can't be read: milliseconds since the epoch. */
  readonly unreadableSince: number | undefined;
}

/**
 * Returns the state after a new version of a team's file was read. A grant that the new version withdraws is never kept
 * in force.
 *
 * @param before the previous state; `undefined` at the start, and after the file was deleted
 * @param now milliseconds
 * @param grace milliseconds for which the previous version stays in force while the file can't be read
 */
export function nextState(
  before: TeamState | undefined,
  reading: Reading<TenantEntry>,
  envelope: EnvelopeEntry,
  now: number,
  grace: number,
): TeamState {
  if (reading.state === 'valid') return { entry: reading.value, errors: [], unreadableSince: undefined };
  const { errors } = reading;
  if (reading.state === 'refused') {
    const entry = before?.entry && retainedTenant(before.entry, envelope, reading.plain);
    return { entry, errors, unreadableSince: undefined };
  }
  const unreadableSince = before?.unreadableSince ?? now;
  const entry = before?.entry && rewrapped(before.entry, envelope);
  return expired({ entry, errors, unreadableSince }, now, grace);
}

/** Returns the same state, or the state after the grace period if it has passed. */
export function expired(state: TeamState, now: number, grace: number): TeamState {
  const { entry, unreadableSince } = state;
  if (!entry || unreadableSince === undefined || now - unreadableSince < grace) return state;
  return { ...state, entry: undefined };
}

/** Returns the same state under a changed platform entry, until the file is read again. */
export const moved = (state: TeamState, envelope: EnvelopeEntry): TeamState =>
  state.entry ? { ...state, entry: rewrapped(state.entry, envelope) } : state;
