/** Work that may have to wait for a later turn of the event loop. */
export interface Task {
  /** The group of the task. Tasks of one group run in their order; groups take turns. */
  readonly group: string;
  proceed(): void;
}

/** The target for the longest turn of the event loop, in milliseconds. libuv accepts one connection per turn. */
const TURN = 1;
/** The maximum number of tasks that may begin in one turn while turns are short. */
const MAX_TASKS = 64;
/** Milliseconds of a long turn that are followed by one turn that begins no task and accepts a connection. */
const REST = 2;
/** The maximum number of consecutive turns that begin no task. */
const MAX_RESTS = 8;

/**
 * Shares the event loop among tenants and unauthenticated clients when more work arrives than can be done. The number
 * of tasks that begin in a turn depends on the duration of recent turns, which includes all work that a task causes.
 */
export class Scheduler {
  readonly #groups = new Map<string, Task[]>();
  #isScheduled = false;
  /** The number of tasks that may begin in a turn. */
  #allowed = MAX_TASKS;
  /** The number of tasks that have begun in this turn. */
  #begun = 0;
  /** The number of coming turns that begin no task. */
  #rests = 0;
  /** The time at which this turn began, in milliseconds. */
  #since = 0;

  /** @param now returns milliseconds of a monotonic clock */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /**
   * Runs the work at once if no task is queued and the turn has capacity.
   *
   * @returns false if the work must be queued instead
   */
  tryNow(work: () => void): boolean {
    if (this.#groups.size > 0 || this.#begun >= this.#allowed) return false;
    this.#begun += 1;
    this.#schedule();
    work();
    return true;
  }

  queue(task: Task): void {
    const group = this.#groups.get(task.group);
    if (group) group.push(task);
    else this.#groups.set(task.group, [task]);
    this.#schedule();
  }

  /**
   * Removes a task whose client has disconnected. Otherwise the task would use a turn, and keep its data in memory
   * until then.
   */
  drop(task: Task): void {
    for (const [name, tasks] of this.#groups) {
      const index = tasks.indexOf(task);
      if (index === -1) continue;
      tasks.splice(index, 1);
      if (tasks.length === 0) this.#groups.delete(name);
      return;
    }
  }

  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    this.#since = this.now();
    setImmediate(this.#turn);
  }

  readonly #turn = (): void => {
    const now = this.now();
    if (this.#rests > 0) this.#rests -= 1;
    else this.#adapt(now - this.#since);
    this.#since = now;
    if (this.#rests > 0) this.#begun = this.#allowed;
    else this.#beginTasks();
    this.#isScheduled = this.#begun > 0;
    if (this.#isScheduled) setImmediate(this.#turn);
  };

  /**
   * Adapts the number of allowed tasks and of resting turns.
   *
   * @param duration milliseconds of the last turn
   */
  #adapt(duration: number): void {
    if (duration > TURN) this.#allowed = Math.max(1, this.#allowed >> 1);
    else this.#allowed = Math.min(MAX_TASKS, this.#allowed + 1);
    this.#rests = Math.min(MAX_RESTS, Math.floor(duration / REST));
  }

  #beginTasks(): void {
    for (this.#begun = 0; this.#groups.size > 0 && this.#begun < this.#allowed; this.#begun += 1)
      this.#next();
  }

  /** Begins a task of the first group, and moves the group to the end. */
  #next(): void {
    const [[name, tasks]] = this.#groups as unknown as [[string, Task[]]];
    const task = tasks.shift()!;
    this.#groups.delete(name);
    if (tasks.length > 0) this.#groups.set(name, tasks);
    task.proceed();
  }
}
