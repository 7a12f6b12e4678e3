import { describeError } from '#tenant-file';
import type { TeamState } from './team-state.js';

/** The maximum number of files, and of errors of each file, that are listed. The others are counted. */
const MAX_TOLD = 10;
const MAX_NAMED = 50;

/** Returns a description such as `team-a.tenant.yaml:3: grants[0].actions …; and 4 more errors`. */
export function describeErrors(file: string, errors: TeamState['errors']): string {
  const told = errors.slice(0, MAX_TOLD).map((error) => describeError(file, error));
  const more = errors.length - told.length;
  return told.join('; ') + (more > 0 ? `; and ${more} more errors` : '');
}

/** Returns the first entries of a list, and the number of the others. */
export function firstOf(reasons: readonly string[], what: string): readonly string[] {
  if (reasons.length <= MAX_TOLD) return reasons;
  return [...reasons.slice(0, MAX_TOLD), `And ${reasons.length - MAX_TOLD} more ${what}.`];
}

/** Collects the changes that one pass finds into one log line, because ten thousand files may change at once. */
export class Changes {
  readonly #ids = {
    changed: [] as string[],
    removed: [] as string[],
    refused: [] as string[],
    ended: [] as string[],
  };

  add(kind: 'changed' | 'removed' | 'refused' | 'ended', id: string): void {
    this.#ids[kind].push(id);
  }

  get isEmpty(): boolean {
    return Object.values(this.#ids).every(({ length }) => length === 0);
  }

  /** True if a file has an error. */
  get isWarning(): boolean {
    return this.#ids.refused.length > 0 || this.#ids.ended.length > 0;
  }

  /** The number of files of each kind of change, and their first names. */
  get fields(): Record<string, unknown> {
    return Object.fromEntries(
      Object.entries(this.#ids).flatMap(([kind, ids]) =>
        ids.length === 0
          ? []
          : [
              [kind, ids.slice(0, MAX_NAMED)],
              [`${kind}Count`, ids.length],
            ],
      ),
    );
  }
}
