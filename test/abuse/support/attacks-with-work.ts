import { attack, requestOf, type Attack } from './attack.js';
import type { Means } from './means.js';

/** The maximum number of items that one request may name or list. */
const MAX_ITEMS = 1000;
/** The number of part numbers that fit into a query if each comma is percent-encoded. */
const PARTS_IN_QUERY = 1000;
const TENANT = '/v1/tenants/mallory';

const items = <T>(count: number, item: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => item(index));

/** Returns the known attacks that make the service work for callers who may ask for it, by name. */
export function attacksWithWork(means: Means): Record<string, Attack> {
  const { tokens, longTokens, tokenOfMany, tenants, uploadPaths, uppyUpload } = means;
  const repeated = { reads: true, repeats: true };
  const byEach = (pathOf: (index: number) => string, body?: object): string[] =>
    tokens.map((token, n) => {
      const head = { method: body ? 'POST' : 'GET', path: pathOf(n), token };
      return requestOf(head, body && JSON.stringify(body));
    });
  const parts = (n: number): string => `${uploadPaths[n]}/parts`;
  const partNumbers = items(PARTS_IN_QUERY, (n) => (n % MAX_ITEMS) + 1).join('%2C');
  return {
    'tokens of many values': attack(
      longTokens.map((token) =>
        requestOf({ method: 'POST', path: `${TENANT}/downloads`, token }, '{"key":"a.txt"}'),
      ),
      repeated,
    ),
    'one subject in many tenants': attack(
      tenants.map((tenant) =>
        requestOf(
          { method: 'POST', path: `/v1/tenants/${tenant}/batches`, token: tokenOfMany },
          JSON.stringify({ operations: items(300, (n) => ({ operation: 'download', key: `k/${n}` })) }),
        ),
      ),
      repeated,
    ),
    'part numbers in a query': attack(
      requestOf({
        path: `${uppyUpload.path}/batch?key=${encodeURIComponent(uppyUpload.key)}&partNumbers=${partNumbers}`,
      }),
      repeated,
    ),
    'parts to sign': attack(
      byEach(parts, { parts: items(MAX_ITEMS, (n) => ({ partNumber: n + 1 })) }),
      repeated,
    ),
    'lists of many objects': attack(
      byEach(() => `${TENANT}/objects?limit=1000`),
      repeated,
    ),
    'lists of many parts': attack(byEach(parts), repeated),
    'deletions of many objects': attack(
      byEach(() => `${TENANT}/objects/deletions`, {
        objects: items(MAX_ITEMS, (n) => ({ key: `inbox/${n}` })),
      }),
      repeated,
    ),
  };
}
