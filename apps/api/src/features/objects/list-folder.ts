import {
  compareKeys,
  type ListedObject,
  type ListedPage,
  type ListingPosition,
} from '../../storage/list-objects.js';
import type { ListScope } from './list-page.js';

// Keys, prefixes and folders in this file are those of the caller, without the tenant's prefix. Folders end in `/`.

/** The maximum number of items that S3 lists at once. */
const MOST = 1000;

/**
 * Returns one page of the objects and folders directly under a granted prefix. Some stores list the folder again with
 * which the previous page ended, so one more item is requested, and the repeated folder is left out.
 *
 * @param list lists with the delimiter
 */
export async function listFolder(
  prefix: string,
  position: ListingPosition | undefined,
  limit: number,
  list: ListScope,
): Promise<ListedPage> {
  const again = position?.version === undefined ? position?.after : undefined;
  const page = await list(prefix, position, Math.min(again?.endsWith('/') ? limit + 1 : limit, MOST));
  const folders = (page.folders ?? []).filter((folder) => folder !== again);
  const entries = [...page.objects.map(entryOf), ...folders.map((folder) => ({ name: folder }))];
  entries.sort((one, other) => compareKeys(one.name, other.name));
  return firstOf(entries, limit, page.next);
}

/**
 * Returns one page of the folders above granted prefixes. It uses the grants only, because the caller may not learn
 * which other folders exist.
 *
 * @param scopes granted prefixes that begin with the prefix and are longer
 */
export function grantedFolders(
  prefix: string,
  scopes: readonly string[],
  position: ListingPosition | undefined,
  limit: number,
): ListedPage {
  const folders = new Set(scopes.map((scope) => scope.slice(0, scope.indexOf('/', prefix.length) + 1)));
  const left = [...folders]
    .filter((folder) => !position || compareKeys(folder, position.after) > 0)
    .sort(compareKeys);
  return firstOf(
    left.map((name) => ({ name })),
    limit,
    undefined,
  );
}

/** An object or a folder. */
interface Entry {
  readonly name: string;
  readonly object?: ListedObject;
}

const entryOf = (object: ListedObject): Entry => ({ name: object.key, object });

/**
 * Returns a page with the first entries.
 *
 * @param next the position after all entries at which S3's listing continues
 */
function firstOf(entries: readonly Entry[], limit: number, next: ListingPosition | undefined): ListedPage {
  const first = entries.slice(0, limit);
  const last = first.at(-1);
  const isCut = entries.length > first.length;
  return {
    objects: first.flatMap(({ object }) => object ?? []),
    folders: first.flatMap(({ name, object }) => (object ? [] : name)),
    next: isCut && last ? { after: last.name, version: last.object?.versionId } : next,
  };
}
