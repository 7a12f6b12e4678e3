import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareKeys, type ListedPage, type ListingPosition } from '../../storage/list-objects.js';
import { listPage, type ListScope } from './list-page.js';
import { listScopes } from './list-scopes.js';

/**
 * Creates a function that lists keys like S3.
 *
 * @param asked receives the requested scopes
 */
function bucketOf(keys: readonly string[], asked: string[] = []): ListScope {
  const sorted = keys.toSorted(compareKeys);
  return async (scope, position, limit) => {
    asked.push(scope);
    const found = sorted.filter(
      (key) => key.startsWith(scope) && (!position || compareKeys(key, position.after) > 0),
    );
    const objects = found.slice(0, limit).map((key) => ({ key, lastModified: new Date(0) }));
    return { objects, ...(found.length > limit && { next: { after: objects.at(-1)!.key } }) };
  };
}

const keysOf = ({ objects }: ListedPage) => objects.map(({ key }) => key);

/**
 * Lists all pages.
 *
 * @returns all pages
 */
async function walk(list: ListScope, scopes: readonly string[], limit: number): Promise<string[][]> {
  const pages: string[][] = [];
  let position: ListingPosition | undefined;
  do {
    const page = await listPage(scopes, position, limit, list);
    pages.push(keysOf(page));
    position = page.next;
  } while (position && pages.length < 200);
  return pages;
}

describe('listPage', () => {
  it('goes from scope to scope, and ends a page where it is full', async () => {
    const list = bucketOf(['a/1', 'a/2', 'a/3', 'b/', 'b/1', 'c/1']);
    expect(await walk(list, ['a/', 'b/'], 2)).toEqual([['a/1', 'a/2'], ['a/3', 'b/'], ['b/1']]);
    expect(await walk(list, ['a/', 'b/', 'c/'], 3)).toEqual([
      ['a/1', 'a/2', 'a/3'],
      ['b/', 'b/1', 'c/1'],
    ]);
  });

  it('asks S3 ten times for a page, and goes on after that', async () => {
    const scopes = Array.from({ length: 25 }, (_, index) => `${String.fromCharCode(97 + index)}/`);
    const asked: string[] = [];
    expect(await walk(bucketOf(['y/1'], asked), scopes, 5)).toEqual([[], [], ['y/1']]);
    expect(asked).toEqual(scopes);
  });

  it('lists what is granted now, also where a cursor is of another time', async () => {
    const list = bucketOf(['a/1', 'b/1', 'b/2', 'c/1']);
    const { next } = await listPage(['a/', 'b/', 'c/'], undefined, 2, list);
    expect(keysOf(await listPage(['a/', 'c/'], next, 9, list))).toEqual(['c/1']);
    expect(keysOf(await listPage([''], next, 9, list))).toEqual(['b/2', 'c/1']);
    expect(await listPage(['a/'], next, 9, list)).toEqual({ objects: [] });
  });
});

/** Segments of few letters, so that names have common beginnings. */
const segment = fc.stringMatching(/^[-.0a\u{1f980}]{1,2}$/u);
const folder = fc
  .array(segment, { maxLength: 3 })
  .map((segments) => segments.map((name) => `${name}/`).join(''));
const key = fc.tuple(folder, segment).map(([path, name]) => path + name);

it('sees every key within the grants once, in order, wherever a page ends', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(key, folder), { maxLength: 30 }),
      fc.array(folder, { maxLength: 6 }),
      fc.constantFrom('', 'a/', 'a', '-', '0/'),
      fc.integer({ min: 1, max: 4 }),
      async (keys, granted, prefix, limit) => {
        const bucket = [...new Set(keys)].sort(compareKeys);
        const wanted = bucket.filter(
          (each) => each.startsWith(prefix) && granted.some((grant) => each.startsWith(grant)),
        );
        const pages = await walk(bucketOf(bucket), listScopes(prefix, granted), limit);
        expect(pages.flat()).toEqual(wanted);
      },
    ),
    { numRuns: 2000 },
  );
});
