import { performance } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import { releaseMemory } from './release-memory.js';

/** The milliseconds between two checks. */
const INTERVAL = 10_000;
/** The growth of memory that is worth a collection, in bytes. */
const GROWTH = 8 * 1024 ** 2;
/** The part of an interval for which a calm process works at most. */
const CALM = 0.3;
/** The number of checks in a row that must find the process calm. */
const CALM_CHECKS = 2;
/** The number of checks from one collection to the next: ten minutes. */
const PAUSE = 60;

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
 * A collection stops a process with half a processor for 150 to 400 ms. V8 also forgets shapes of objects of which none
 * exists at that moment, and with them optimized code: each request then costs up to 20 % more for the life of the
 * process. So it waits until the process has been calm for a while, and comes seldom.
 */
export class PeakRelease {
  #timer: NodeJS.Timeout | undefined;
  #least = Infinity;
  #calmChecks = 0;
  #checksSince = PAUSE;

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
    this.#least = Math.min(this.#least, memory);
    this.#calmChecks = utilization > CALM ? 0 : this.#calmChecks + 1;
    this.#checksSince++;
    if (this.#calmChecks < CALM_CHECKS || this.#checksSince < PAUSE || memory < this.#least + GROWTH) return;
    await this.release();
    this.#least = this.load().memory;
    this.#checksSince = 0;
  }
}

/** Returns a function that measures this process since its last call. */
function measureLoad(): () => Load {
  let last = performance.eventLoopUtilization();
  return () => {
    const now = performance.eventLoopUtilization();
    const { utilization } = performance.eventLoopUtilization(now, last);
    last = now;
    return { memory: memoryUsage.rss(), utilization };
  };
}
