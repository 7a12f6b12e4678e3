import { setTimeout as sleep } from 'node:timers/promises';

/** The milliseconds of one piece of work, and of the pause after it, in which requests are answered. */
const WORK = 1;
const REST = 1;

/** Spreads work over many turns of the event loop. */
export class Pace {
  #worked = 0;

  /** Runs one piece of work, and pauses afterwards if enough work was done since the last pause. */
  async do<T>(work: () => T): Promise<T> {
    const begun = performance.now();
    const result = work();
    this.#worked += performance.now() - begun;
    if (this.#worked >= WORK) await this.#rest();
    return result;
  }

  /** Runs a generator to its end, with pauses between its steps. */
  async run<T>(steps: Generator<void, T>): Promise<T> {
    for (;;) {
      const { done, value } = await this.do(() => sliceOf(steps));
      if (done) return value;
    }
  }

  async #rest(): Promise<void> {
    this.#worked = 0;
    await sleep(REST);
  }
}

/** Runs as many steps as fit into one piece of work. */
function sliceOf<T>(steps: Generator<void, T>): IteratorResult<void, T> {
  const end = performance.now() + WORK;
  let step = steps.next();
  while (!step.done && performance.now() < end) step = steps.next();
  return step;
}

/** Runs a generator to its end without a pause. */
export function runAtOnce<T>(steps: Generator<void, T>): T {
  let step = steps.next();
  while (!step.done) step = steps.next();
  return step.value;
}
