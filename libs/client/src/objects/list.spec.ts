import { expect, it } from 'vitest';
import type { Api, Call } from '../api/api.js';
import type { ObjectsPage } from '../api/types.js';
import { listObjects } from './list.js';

const PAGES = 3;
const ITEMS = 4;

/** Returns an API with pages of four objects, and the numbers of the pages that were asked for. */
function apiOf(failing?: number): { readonly api: Api; readonly asked: number[] } {
  const asked: number[] = [];
  const call = ({ path }: { path: string }): Promise<object> => {
    const page = Number(new URLSearchParams(path.split('?')[1]).get('cursor') ?? 0);
    asked.push(page);
    if (page === failing) return Promise.reject(new Error('no page'));
    const items = Array.from({ length: ITEMS }, (__, index) => ({ key: `${page}-${index}` }));
    return Promise.resolve({ items, ...(page + 1 < PAGES && { nextCursor: String(page + 1) }) });
  };
  return { api: { call } as unknown as Api, asked };
}

it('lists all pages in order, and asks for each once, when half of the page before was taken', async () => {
  const { api, asked } = apiOf();
  const seen: [key: string, pages: number][] = [];
  for await (const { key } of listObjects(api)) seen.push([key, asked.length]);
  expect(seen.map(([key]) => key)).toEqual(
    [0, 1, 2].flatMap((page) => [0, 1, 2, 3].map((index) => `${page}-${index}`)),
  );
  expect(seen.map(([, pages]) => pages)).toEqual([1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]);
  expect(asked).toEqual([0, 1, 2]);
});

it('throws the failure of a page after the items before it', async () => {
  const seen: string[] = [];
  const listing = async () => {
    for await (const { key } of listObjects(apiOf(1).api)) seen.push(key);
  };
  await expect(listing()).rejects.toThrow('no page');
  expect(seen).toHaveLength(ITEMS);
});

it('does not report the failure of a page that no one wants any more', async () => {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => void unhandled.push(reason);
  process.on('unhandledRejection', note);
  for await (const { key } of listObjects(apiOf(1).api)) if (key === '0-2') break;
  await new Promise((resolve) => setTimeout(resolve, 10));
  process.off('unhandledRejection', note);
  expect(unhandled).toEqual([]);
});

it.each<[string[], unknown]>([
  [['films/a', 'filns/b'], expect.objectContaining({ code: 'unexpected_response', isTemporary: true })],
  [
    ['films/a', 'films/b'],
    ['films/a', 'films/b'],
  ],
])('checks that all keys have the prefix: %j', async (keys, expected) => {
  const call = ({ check }: Call<ObjectsPage>): Promise<object> => {
    const page = { items: keys.map((key) => ({ key, lastModified: '2026-11-24T12:00:00Z' })) };
    check!(page, () => undefined);
    return Promise.resolve(page);
  };
  const listing = (async () => {
    const seen: string[] = [];
    for await (const { key } of listObjects({ call } as unknown as Api, { prefix: 'films/' })) seen.push(key);
    return seen;
  })();
  const outcome = await listing.catch((error: unknown) => error);
  expect(outcome).toEqual(expected);
});
