import type { ProcessorTime } from '../turns/processor-time.js';

/** Work that may have to wait for a later turn of the event loop. */
export interface Task {
  /** The group of the task. Tasks of one group run in their order. The group that has used least time goes first. */
  readonly group: string;
  proceed(): void;
}

/**
 * The target for the longest turn of the event loop, in milliseconds. Answers and log lines of one turn are written
 * together: with 1 ms, a download costs about 6 % more, because their readers wake up more often.
 */
const TURN = 2;
/** The maximum number of tasks that may begin in one turn while turns are short. */
const MAX_TASKS = 64;

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
  /** The time at which this turn began, in milliseconds. */
  #since = 0;

  /**
   * @param time the time that groups have used, to which that of their tasks is added
   * @param now returns milliseconds of a monotonic clock
   */
  constructor(
    private readonly time: ProcessorTime,
    private readonly now: () => number = () => performance.now(),
  ) {}

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
    this.#adapt(now - this.#since);
    this.#since = now;
    this.#beginTasks();
    this.#isScheduled = this.#begun > 0;
    if (this.#isScheduled) setImmediate(this.#turn);
  };

  /**
   * Adapts the number of allowed tasks.
   *
   * @param duration milliseconds of the last turn
   */
  #adapt(duration: number): void {
    if (duration > TURN) this.#allowed = Math.max(1, this.#allowed >> 1);
    else this.#allowed = Math.min(MAX_TASKS, this.#allowed + 1);
  }

  #beginTasks(): void {
    const since = this.now();
    /** The number of tasks that have begun, by group. */
    const begun = new Map<string, number>();
    for (this.#begun = 0; this.#groups.size > 0 && this.#begun < this.#allowed; this.#begun += 1) {
      const group = this.#beginNext();
      begun.set(group, (begun.get(group) ?? 0) + 1);
    }
    const total = this.#begun;
    // Tasks go on in microtasks and ticks, which are all over when the second callback runs.
    const charge = (): void => {
      const each = (this.now() - since) / total;
      for (const [group, count] of begun) this.time.charge(group, each * count);
    };
    if (total > 0) queueMicrotask(() => process.nextTick(charge));
  }

  /** Begins a task of the first group, and moves the group to the end. @returns the group */
  #beginNext(): string {
    const name = this.#first();
    const tasks = this.#groups.get(name)!;
    const task = tasks.shift()!;
    if (tasks.length === 0) this.#groups.delete(name);
    else if (this.#groups.size > 1) {
      this.#groups.delete(name);
      this.#groups.set(name, tasks);
    }
    task.proceed();
    return name;
  }

  /** Returns the group that has used least time; among several, the one whose last turn is longest ago. */
  #first(): string {
    if (this.#groups.size === 1) return this.#groups.keys().next().value!;
    let [first, least] = ['', Infinity];
    for (const name of this.#groups.keys()) {
      const used = this.time.usedBy(name);
      if (used < least) [first, least] = [name, used];
    }
    return first;
  }
}
