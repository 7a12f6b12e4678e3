import type { ListedObject, ListedPage, ListingPosition } from '../../storage/list-objects.js';
import { endOf, isPast } from './list-scopes.js';

/** The maximum number of calls to S3 for one page. A caller may have grants for many prefixes without objects. */
const MAX_CALLS = 10;

/** Returns one page of one scope, from a position within the scope or from its beginning. */
export type ListScope = (
  scope: string,
  position: ListingPosition | undefined,
  limit: number,
) => Promise<ListedPage>;

/**
 * Lists scopes, beginning where the previous page ended, until the page is full or `MAX_CALLS` calls were made. A page
 * may have fewer than `limit` items, or none, without being the last.
 *
 * @param scopes the result of `listScopes`; it may differ from that of the previous page
 */
export async function listPage(
  scopes: readonly string[],
  position: ListingPosition | undefined,
  limit: number,
  list: ListScope,
): Promise<ListedPage> {
  const objects: ListedObject[] = [];
  const left = scopes.filter((scope) => !position || !isPast(scope, position.after));
  for (const [index, scope] of left.entries()) {
    const begin = position?.after.startsWith(scope) ? position : undefined;
    const page = await list(scope, begin, limit - objects.length);
    objects.push(...page.objects);
    if (page.next) return { objects, next: page.next };
    const isFull = objects.length >= limit || index + 1 >= MAX_CALLS;
    if (isFull && index < left.length - 1) return { objects, next: { after: endOf(scope) } };
  }
  return { objects };
}
