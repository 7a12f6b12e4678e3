/** Collects items into batches. Only the last is shorter. @param most items of a batch */
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
