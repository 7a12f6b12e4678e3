/** Work that may have to wait until there is time for it. */
export interface Task {
  /** Work of the same group is done in its order; groups take turns. */
  readonly group: string;
  proceed(): void;
}

/** Milliseconds that a turn of the event loop should take at most: in each of them libuv accepts one connection. */
const TURN = 1;
/** Tasks that may begin in a turn, while turns are short. */
const MAX_TASKS = 64;
/** Milliseconds of a long turn for which one turn follows that begins nothing, and accepts a connection. */
const REST = 2;
/** Turns that begin nothing, one after the other. */
const MAX_RESTS = 8;

/**
 * Shares the event loop among tenants, and between them and strangers, where more comes in than can be done. How many tasks
 * begin in a turn of the event loop depends on how long turns take, with all that follows from a task.
 */
export class Scheduler {
  readonly #groups = new Map<string, Task[]>();
  #isScheduled = false;
  /** Tasks that may begin in a turn. */
  #allowed = MAX_TASKS;
  /** Tasks that have begun in this turn. */
  #begun = 0;
  /** Turns to come that begin nothing. */
  #rests = 0;
  /** When this turn began, in milliseconds. */
  #since = 0;

  /** @param now milliseconds, on a clock that is never set */
  constructor(private readonly now: () => number = () => performance.now()) {}

  /** @returns false where the work has to be queued, behind other work of its group */
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

  /** Forgets a task whose client has gone: it would take a turn, and keep what it holds in memory until then. */
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

  /** @param duration milliseconds of the last turn */
  #adapt(duration: number): void {
    if (duration > TURN) this.#allowed = Math.max(1, this.#allowed >> 1);
    else this.#allowed = Math.min(MAX_TASKS, this.#allowed + 1);
    this.#rests = Math.min(MAX_RESTS, Math.floor(duration / REST));
  }

  #beginTasks(): void {
    for (this.#begun = 0; this.#groups.size > 0 && this.#begun < this.#allowed; this.#begun += 1)
      this.#next();
  }

  /** Begins a task of the first group, which becomes the last. */
  #next(): void {
    const [[name, tasks]] = this.#groups as unknown as [[string, Task[]]];
    const task = tasks.shift()!;
    this.#groups.delete(name);
    if (tasks.length > 0) this.#groups.set(name, tasks);
    task.proceed();
  }
}
