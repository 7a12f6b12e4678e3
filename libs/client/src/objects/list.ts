import type { Api } from '../api/api.js';
import type { ObjectItem, ObjectsPage } from '../api/types.js';

export interface ListOptions {
  /** The prefix of the keys; all keys that the caller may list if left out. */
  readonly prefix?: string | undefined;
  /** Whether to list every version and delete marker. */
  readonly versions?: boolean | undefined;
  /** The number of objects in one request, 1 to 1,000. */
  readonly pageSize?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Lists objects, page by page. @throws TransferError */
export async function* listObjects(
  api: Api,
  { prefix, versions, pageSize, signal }: ListOptions = {},
): AsyncGenerator<ObjectItem> {
  let cursor: string | undefined;
  do {
    const query = new URLSearchParams({
      limit: String(pageSize ?? 1000),
      ...(prefix !== undefined && { prefix }),
      ...(versions && { versions: 'true' }),
      ...(cursor !== undefined && { cursor }),
    });
    const page: ObjectsPage = await api.call('GET', `objects?${query.toString()}`, undefined, signal);
    yield* page.items;
    cursor = page.nextCursor;
  } while (cursor !== undefined);
}
