import { createHistogram } from 'node:perf_hooks';

/** An answer that the documentation doesn't describe. */
export interface Unexpected {
  readonly kind: string;
  /** The status; 0 if there was no answer. */
  readonly status: number;
  readonly detail: string;
}

/** The number of unexpected answers that are kept in full. */
const KEPT = 20;

/** The results of a run's requests. */
export class Tally {
  readonly #latency = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 });
  readonly #counts = new Map<string, number>();
  readonly unexpected: Unexpected[] = [];
  answers = 0;
  failures = 0;

  /** Counts an answer that the documentation describes. @param latency in milliseconds */
  expected(kind: string, status: number, latency: number): void {
    this.#count(`${kind} ${status}`);
    this.#latency.record(Math.max(1, Math.round(latency * 1000)));
  }

  failed(failure: Unexpected): void {
    this.#count(`${failure.kind} ${failure.status}`);
    this.failures++;
    if (this.unexpected.length < KEPT) this.unexpected.push(failure);
  }

  /** Answers by kind and status, the most frequent first. */
  get counts(): readonly (readonly [string, number])[] {
    return [...this.#counts].sort(([, a], [, b]) => b - a);
  }

  /** Returns a percentile of the latency in milliseconds. @param percentile 0 to 100 */
  latency(percentile: number): number {
    return this.#latency.percentile(percentile) / 1000;
  }

  #count(name: string): void {
    this.answers++;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }
}
