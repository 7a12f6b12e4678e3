import { retainedTenant, rewrapped, type EnvelopeEntry, type Reading, type TenantEntry } from '#tenant-file';

/** What of a team’s file is in force, and what is wrong with the file as it is now. */
export interface TeamState {
  /** `undefined` where nothing is in force. */
  readonly entry: TenantEntry | undefined;
  /** Errors of the file; none if it is valid. */
  readonly errors: Extract<Reading<never>, { errors: unknown }>['errors'];
  /** The time from which the file can't be read: milliseconds since the epoch. */
  readonly unreadableSince: number | undefined;
}

/**
 * Returns what a new version of a team’s file leaves in force. A withdrawn grant always wins.
 *
 * @param before the state until now; `undefined` at the start, and after the file was deleted
 * @param now milliseconds
 * @param grace milliseconds for which a file that can’t be read leaves the version before in force
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

/** The same state, or the one after its grace. */
export function expired(state: TeamState, now: number, grace: number): TeamState {
  const { entry, unreadableSince } = state;
  if (!entry || unreadableSince === undefined || now - unreadableSince < grace) return state;
  return { ...state, entry: undefined };
}

/** The same under another envelope, until the file is read again. */
export const moved = (state: TeamState, envelope: EnvelopeEntry): TeamState =>
  state.entry ? { ...state, entry: rewrapped(state.entry, envelope) } : state;
