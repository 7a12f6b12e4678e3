import type { ListedObject, ListedPage, ListingPosition } from '../../storage/list-objects.js';
import { endOf, isPast } from './list-scopes.js';

/** Calls of S3 for one page: a caller may have grants of many prefixes with nothing under them. */
const MAX_CALLS = 10;

/** One page of one scope, from a position within it or from its beginning. */
export type ListScope = (
  scope: string,
  position: ListingPosition | undefined,
  limit: number,
) => Promise<ListedPage>;

/**
 * Goes through scopes, from where the page before ended, until the page is full or enough was asked for. A page may
 * hold less than `limit`, even nothing, and not be the last.
 *
 * @param scopes as `listScopes` gives them; they may be others than they were for the page before
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
