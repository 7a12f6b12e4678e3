import { matchesGlob, posix } from 'node:path';
import { UsageError } from '../command.js';

/**
 * Returns whether a name is selected: it matches one of `include`, if there are any, and none of `exclude`. A pattern
 * without `/` is compared with the last part of the name, and any other pattern with the whole name.
 */
export function isWanted(name: string, include: readonly string[], exclude: readonly string[]): boolean {
  const matches = (pattern: string) =>
    matchesGlob(pattern.includes('/') ? name : posix.basename(name), pattern);
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

/** @throws UsageError for a filter without `-r` */
export function requireRecursion(values: {
  readonly recursive?: boolean | undefined;
  readonly include?: readonly string[] | undefined;
  readonly exclude?: readonly string[] | undefined;
}): void {
  for (const name of ['include', 'exclude'] as const) {
    if (values[name] && !values.recursive) throw new UsageError(`--${name} applies only with -r.`);
  }
}
