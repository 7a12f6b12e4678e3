/** Whoever waits until there is time to go on. */
export interface Task {
  /** Work of the same group is done in its order; groups take turns. */
  readonly group: string;
  proceed(): void;
}

/** Milliseconds of work in one turn of the event loop, in each of which libuv accepts one connection. */
const SLICE = 1;

/**
 * Shares the event loop among tenants, and among them and strangers, where more comes in than can be done: weighted by
 * time, in turns. While there is little to do nothing waits here.
 */
export class Scheduler {
  readonly #groups = new Map<string, Task[]>();
  #isScheduled = false;
  /** Milliseconds, in this turn of the event loop. */
  #spent = 0;

  /** @param now milliseconds, on a clock that is never set */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns false where the work has to be queued, behind other work of its group */
  tryNow(work: () => void): boolean {
    if (this.#groups.size > 0 || this.#spent >= SLICE) return false;
    this.#schedule();
    this.#measure(work);
    return true;
  }

  queue(task: Task): void {
    const group = this.#groups.get(task.group);
    if (group) group.push(task);
    else this.#groups.set(task.group, [task]);
    this.#schedule();
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(this.#go);
  }

  readonly #go = (): void => {
    this.#isScheduled = false;
    this.#spent = 0;
    while (this.#groups.size > 0 && this.#spent < SLICE) this.#next();
    if (this.#groups.size > 0) this.#schedule();
  };

  /** The first group, which becomes the last. */
  #next(): void {
    const [[name, tasks]] = this.#groups as unknown as [[string, Task[]]];
    const task = tasks.shift()!;
    this.#groups.delete(name);
    if (tasks.length > 0) this.#groups.set(name, tasks);
    this.#measure(() => task.proceed());
  }

  #measure(work: () => void): void {
    const begin = this.now();
    work();
    this.#spent += this.now() - begin;
  }
}
