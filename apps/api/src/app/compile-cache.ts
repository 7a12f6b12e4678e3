import { readdirSync } from 'node:fs';
import { getCompileCacheDir } from 'node:module';

/**
 * Node keeps compiled code by version, processor features, flags of V8 and user (`NODE_COMPILE_CACHE`), and says nothing where
 * none fits: the process then starts a quarter slower. An image is warmed on one family of processors, and runs on others.
 *
 * @param configured the variable's value
 * @param used where Node looks; `undefined` where it keeps none
 * @param list the names in a folder; throws where it can't be read
 * @returns why the cache is not used, and what is in it; `undefined` where it is used, or none is configured
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
