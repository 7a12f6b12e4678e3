import { performance } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import { releaseMemory } from './release-memory.js';

/** The milliseconds between two checks. */
const INTERVAL = 1000;
/** The growth of memory that is worth a collection, in bytes. */
const GROWTH = 8 * 1024 ** 2;
/** The part of an interval for which a process works at least during a peak. */
const PEAK = 0.5;
/** The part of an interval for which a calm process works at most. */
const CALM = 0.25;
/** The number of calm checks, one after the other, that end a peak. */
const CALM_CHECKS = 15;

/** What a check looks at. */
export interface Load {
  /** The resident memory of the process in bytes. */
  readonly memory: number;
  /** The part of the time since the last check for which the event loop worked, from 0 to 1. */
  readonly utilization: number;
}

/**
 * Releases memory after a peak of requests. V8 collects old objects when the heap grows. After a peak it does not grow,
 * so pages of the heap, and buffers of large bodies and long answers, would stay for hours.
 *
 * A collection stops a process with half a processor for 150 to 400 ms, and V8 forgets optimized code, so the next
 * requests cost more. So a peak must be over for 15 seconds, and memory must have grown since the last collection.
 */
export class PeakRelease {
  #timer: NodeJS.Timeout | undefined;
  #least = Infinity;
  #calmChecks = 0;
  #hadPeak = false;

  constructor(
    private readonly load = measureLoad(),
    private readonly release = releaseMemory,
  ) {}

  start(): void {
    this.#timer = setInterval(() => void this.look(), INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const { memory, utilization } = this.load();
    this.#hadPeak ||= utilization > PEAK;
    this.#calmChecks = utilization > CALM ? 0 : this.#calmChecks + 1;
    if (this.#calmChecks > 0) this.#least = Math.min(this.#least, memory);
    if (!this.#hadPeak || this.#calmChecks < CALM_CHECKS) return;
    this.#hadPeak = false;
    if (memory < this.#least + GROWTH) return;
    await this.release();
    this.#least = this.load().memory;
  }
}

/** Returns a function that measures this process since the last call of that function. */
export function measureLoad(): () => Load {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return { memory: memoryUsage.rss(), utilization };
  };
}
