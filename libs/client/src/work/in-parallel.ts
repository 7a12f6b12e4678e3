import { abortable } from './abortable.js';

/**
 * Does the work for each item, for at most `most` items at once. Takes an item only when there is room for it. The
 * first failure aborts all other work, and is thrown after all of it has settled.
 *
 * @throws the first error of the work or the items; the signal's reason
 */
export async function inParallel<T>(
  items: Iterable<T> | AsyncIterable<T>,
  most: number,
  work: (item: T, signal: AbortSignal) => Promise<void>,
  outer?: AbortSignal,
): Promise<void> {
  const own = new AbortController();
  const signal = outer ? AbortSignal.any([outer, own.signal]) : own.signal;
  const active = new Set<Promise<void>>();
  const failures: unknown[] = [];
  const fail = (error: unknown): void => {
    failures.push(error);
    own.abort(error);
  };
  try {
    for await (const item of abortable(items, signal)) {
      signal.throwIfAborted();
      const doing = work(item, signal)
        .catch(fail)
        .finally(() => active.delete(doing));
      active.add(doing);
      if (active.size >= most) await Promise.race(active);
    }
  } catch (error) {
    fail(error);
  }
  await Promise.all(active);
  if (failures.length > 0) throw failures[0];
  outer?.throwIfAborted();
}
