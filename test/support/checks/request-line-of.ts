import type { InProcessApi } from '../processes/in-process-api.js';
import { eventually } from './eventually.js';

export type Line = Readonly<Record<string, unknown>>;

/**
 * Returns the request line for an answer, found by its `x-request-id`.
 *
 * @throws Error if there is not exactly one such line
 */
export async function requestLineOf(
  api: Pick<InProcessApi, 'log'>,
  { headers }: { readonly headers: object },
): Promise<Line> {
  const id = (headers as Line)['x-request-id'] as string;
  let found: Line[] = [];
  await eventually(
    'written',
    async () => {
      const lines = (await api.log()).split('\n').filter((text) => text.includes(id));
      found = lines.map((text) => JSON.parse(text) as Line).filter(({ msg }) => msg === 'request');
      return found.length > 0;
    },
    { every: 10 },
  );
  if (found.length > 1) throw new Error(`${found.length} request lines of ${id}`);
  return found[0]!;
}
