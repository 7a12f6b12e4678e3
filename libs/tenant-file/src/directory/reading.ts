import type { ValidationError } from '../tenant-file.errors.js';

/** What reading a file gave: it is valid; it can be read as YAML, but is refused; or it can’t be read. */
export type Reading<T> =
  | { readonly state: 'valid'; readonly value: T }
  | { readonly state: 'refused'; readonly plain: unknown; readonly errors: readonly ValidationError[] }
  | { readonly state: 'unreadable'; readonly errors: readonly ValidationError[] };

/** A file that never gets as far as YAML. */
export const unreadable = (message: string): Reading<never> => ({
  state: 'unreadable',
  errors: [{ path: [], message, line: 1 }],
});

/** Errors of one file that are located and told; more are left out. */
export const MAX_ERRORS = 50;
