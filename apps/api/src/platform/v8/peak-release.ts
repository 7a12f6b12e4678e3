import { performance } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import { releaseMemory } from './release-memory.js';

/** The milliseconds between two checks. */
const INTERVAL = 1000;
/** The growth of memory that is worth a collection, in bytes. */
const GROWTH = 8 * 1024 ** 2;
/** The part of an interval for which a process works at least during a peak. */
const PEAK = 0.5;
/** The part of the time after a peak for which a calm process works at most. */
const CALM = 0.3;
/** The number of checks after a peak until memory is released. */
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
 * A collection stops a process with half a processor for 100 to 600 ms, and V8 forgets optimized code, so the next
 * requests cost more. So it waits for 15 calm seconds, and follows only if memory has grown since the last one.
 */
export class PeakRelease {
  #timer: NodeJS.Timeout | undefined;
  #least: number;
  #hadPeak = false;
  /** The number of checks since the last check of a peak, and the sum of their utilizations. */
  #checks = 0;
  #utilizations = 0;

  constructor(
    private readonly load = measureLoad(),
    private readonly release = releaseMemory,
  ) {
    this.#least = load().memory;
  }

  start(): void {
    this.#timer = setInterval(() => void this.look(), INTERVAL).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const { memory, utilization } = this.load();
    this.#least = Math.min(this.#least, memory);
    const isPeak = utilization > PEAK;
    this.#hadPeak ||= isPeak;
    this.#checks = isPeak ? 0 : this.#checks + 1;
    this.#utilizations = isPeak ? 0 : this.#utilizations + utilization;
    if (!this.#hadPeak || this.#checks < CALM_CHECKS || this.#utilizations > CALM * this.#checks) return;
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
