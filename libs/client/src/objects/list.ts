import { OBJECTS } from '../api/answers.js';
import type { Api } from '../api/api.js';
import { requireRight } from '../api/shape.js';
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

/**
 * Lists objects, page by page. Asks for the next page when half of a page was taken, so that the consumer need not wait.
 *
 * @throws TransferError
 */
export async function* listObjects(api: Api, options: ListOptions = {}): AsyncGenerator<ObjectItem> {
  let coming: Promise<ObjectsPage> | undefined = pageOf(api, options);
  while (coming) {
    const { items, nextCursor }: ObjectsPage = await coming;
    const half = items.length >> 1;
    coming = undefined;
    const ask = (): void => {
      coming ??= nextCursor === undefined ? undefined : pageOf(api, options, nextCursor);
      coming?.catch(() => undefined); // a consumer that stops early never sees the failure
    };
    for (const [index, item] of items.entries()) {
      if (index === half) ask();
      yield item;
    }
    ask();
  }
}

function pageOf(
  api: Api,
  { prefix = '', versions, pageSize, signal }: ListOptions,
  cursor?: string,
): Promise<ObjectsPage> {
  const query = new URLSearchParams({
    limit: String(pageSize ?? 1000),
    ...(prefix && { prefix }),
    ...(versions && { versions: 'true' }),
    ...(cursor !== undefined && { cursor }),
  });
  return api.call<ObjectsPage>({
    method: 'GET',
    path: `objects?${query.toString()}`,
    signal,
    shape: OBJECTS,
    // A removal of what is listed must not remove anything else.
    check: ({ items }) => requireRight(items.every(({ key }) => key.startsWith(prefix))),
  });
}
