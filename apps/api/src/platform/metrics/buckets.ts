/** A traced request as an example of a bucket's values (OpenMetrics 1.0, "Exemplars"). */
export interface Exemplar {
  readonly value: number;
  readonly traceId: string;
  /** The time of the request, in seconds since the epoch. */
  readonly time: number;
}

/** A histogram in plain numbers. An observation costs one comparison for each bucket below the value. */
export class Buckets {
  /** The count of each bucket alone, not cumulative. The last bucket counts values above all bounds. */
  readonly counts: number[];
  /** The last exemplar of each bucket; empty while no request is traced. */
  readonly exemplars: (Exemplar | undefined)[] = [];
  sum = 0;

  /** @param bounds the largest value of each bucket, in ascending order */
  constructor(readonly bounds: readonly number[]) {
    this.counts = Array.from({ length: bounds.length + 1 }, () => 0);
  }

  observe(value: number, traceId?: string): void {
    const { bounds } = this;
    let bucket = 0;
    while (bucket < bounds.length && value > bounds[bucket]!) bucket++;
    this.counts[bucket]!++;
    this.sum += value;
    if (traceId !== undefined) this.exemplars[bucket] = { value, traceId, time: Date.now() / 1000 };
  }
}
