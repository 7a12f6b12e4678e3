/** A request that explains a bucket (OpenMetrics 1.0, "Exemplars"). */
export interface Exemplar {
  readonly value: number;
  readonly traceId: string;
  /** Seconds since the epoch. */
  readonly time: number;
}

/** A histogram of plain numbers: what a request pays is one comparison for each bucket below it. */
export class Buckets {
  /** Of each bucket alone; the last one is of what exceeds all bounds. */
  readonly counts: number[];
  /** The last one of each bucket; none while nothing is traced. */
  readonly exemplars: (Exemplar | undefined)[] = [];
  sum = 0;

  /** @param bounds the largest value of each bucket, ascending */
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
