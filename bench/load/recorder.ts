import { createHistogram } from 'node:perf_hooks';
import type { LoadResult } from './job.ts';

/** Counts answers. Latencies go into an HDR histogram in microseconds, with three significant digits. */
export class Recorder {
  readonly #latency = createHistogram({ lowest: 1, highest: 60_000_000, figures: 3 });
  #answers = 0;
  #failures = 0;

  get answers(): number {
    return this.#answers;
  }

  /**
   * Records an answer.
   *
   * @param due when the request should have been sent, as `performance.now()`: a late start counts as latency
   */
  answered(status: number, due: number): void {
    this.#answers++;
    if (status < 200 || status > 299) this.#failures++;
    this.#latency.record(Math.max(1, Math.round((performance.now() - due) * 1000)));
  }

  result(seconds: number, sent = this.#answers): LoadResult {
    const ms = (percentile: number) => this.#latency.percentile(percentile) / 1000;
    return {
      rate: this.#answers / seconds,
      answers: this.#answers,
      failures: this.#failures,
      unanswered: sent - this.#answers,
      latency: { p50: ms(50), p99: ms(99), p999: ms(99.9), max: this.#latency.max / 1000 },
    };
  }
}
