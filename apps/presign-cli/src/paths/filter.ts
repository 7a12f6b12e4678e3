import { matchesGlob, posix } from 'node:path';
import { UsageError } from '../command.js';

/**
 * Returns whether a name is selected: it matches one of `include`, if there are any, and none of `exclude`. A pattern
 * without `/` is compared with the last part of the name, and any other pattern with the whole name. Wildcards also
 * match names that begin with a dot.
 */
export function isWanted(name: string, include: readonly string[], exclude: readonly string[]): boolean {
  const matches = (pattern: string) =>
    matchesGlob(visible(pattern.includes('/') ? name : posix.basename(name)), visible(pattern));
  return (include.length === 0 || include.some(matches)) && !exclude.some(matches);
}

/** Puts a letter before each part of a name or a pattern, because Node's wildcards don't match a dot at its beginning. */
const visible = (path: string): string =>
  path
    .split('/')
    .map((part) => (part === '**' ? part : `x${part}`))
    .join('/');

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
