import type { ValidationError } from '../tenant-file.errors.js';

/** The result of reading a file. The file is valid, or it can be read as YAML but is refused, or it can’t be read. */
export type Reading<T> =
  | { readonly state: 'valid'; readonly value: T }
  | { readonly state: 'refused'; readonly plain: unknown; readonly errors: readonly ValidationError[] }
  | { readonly state: 'unreadable'; readonly errors: readonly ValidationError[] };

/** Returns the result for a file that can't be read as YAML at all. */
export const unreadable = (message: string): Reading<never> => ({
  state: 'unreadable',
  errors: [{ path: [], message, line: 1 }],
});

/** The maximum number of errors of one file that are located and reported. */
export const MAX_ERRORS = 50;
