import { performance } from 'node:perf_hooks';
import { memoryUsage } from 'node:process';
import { releaseMemory } from './release-memory.js';

/** The milliseconds between two checks. */
const INTERVAL = 10_000;
/** The growth of memory that is worth a collection, in bytes. */
const GROWTH = 8 * 1024 ** 2;
/** The part of an interval for which a calm process works at most. */
const CALM = 0.3;

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
 * A collection stops a process with half a processor for 150 to 400 ms. So it waits until the process is calm, and
 * follows only if memory has grown since the last one.
 */
export class PeakRelease {
  #timer: NodeJS.Timeout | undefined;
  #least = Infinity;

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
    if (utilization > CALM || memory < this.#least + GROWTH) return;
    await this.release();
    this.#least = this.load().memory;
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
