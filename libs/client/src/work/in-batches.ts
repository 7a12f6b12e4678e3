/** Yields items in batches. Only the last batch is shorter. @param most the maximum number of items in a batch */
export async function* inBatches<T>(
  items: Iterable<T> | AsyncIterable<T>,
  most: number,
): AsyncGenerator<readonly T[]> {
  let batch: T[] = [];
  for await (const item of items) {
    batch.push(item);
    if (batch.length < most) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
