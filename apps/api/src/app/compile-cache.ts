import { readdirSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';

/**
 * Explains why Node does not use the configured compile cache. Node stores compiled code by version, processor
 * features, V8 flags and user (`NODE_COMPILE_CACHE`). It does not report that no entry fits; the start then takes a
 * quarter longer. An image's cache is created on one family of processors, and the image may run on another.
 *
 * @param configured the variable's value
 * @param used the folder that Node uses; `undefined` if it uses none
 * @param list returns the names in a folder; throws if the folder can't be read
 * @returns the reason, and the content of the cache; `undefined` if the cache is used or none is configured
 */
export function unusedCompileCache(
  configured: string | undefined,
  used: string | undefined = getCompileCacheDir(),
  list: (folder: string) => readonly string[] = (folder) => readdirSync(folder),
): { readonly reason: string; readonly found: readonly string[] } | undefined {
  if (configured === undefined || configured === '') return undefined;
  const namesIn = (folder: string): readonly string[] => {
    try {
      return list(folder);
    } catch {
      return [];
    }
  };
  if (used !== undefined && namesIn(used).length > 0) return undefined;
  const found = namesIn(configured).filter((name) => used === undefined || !used.endsWith(name));
  const reason =
    found.length === 0
      ? 'The compile cache is empty, so the start takes longer.'
      : 'The compile cache was made for another processor family, Node version, user or V8 flags, so the start takes longer.';
  return { reason, found };
}
