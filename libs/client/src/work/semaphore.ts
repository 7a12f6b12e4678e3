interface Waiting {
  readonly weight: number;
  readonly admit: () => void;
}

/** Shares a capacity in the order of requests. Work that is larger than the capacity runs alone. */
export class Semaphore {
  readonly #queue: Waiting[] = [];
  #used = 0;

  /** @param capacity bytes or requests, 1 or more */
  constructor(protected capacity: number) {}

  /** Does the work when there is room for it. @throws what the work throws; the signal's reason while it waits */
  async run<T>(weight: number, work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    await this.#acquire(weight, signal);
    try {
      return await work();
    } finally {
      this.#used -= weight;
      this.admitWaiting();
    }
  }

  protected admitWaiting(): void {
    for (let next = this.#queue[0]; next && this.#fits(next.weight); next = this.#queue[0]) {
      this.#queue.shift();
      this.#used += next.weight;
      next.admit();
    }
  }

  #fits(weight: number): boolean {
    return this.#used === 0 || this.#used + weight <= this.capacity;
  }

  #acquire(weight: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    if (this.#queue.length === 0 && this.#fits(weight)) {
      this.#used += weight;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.#queue.splice(this.#queue.indexOf(waiting), 1);
        reject(signal!.reason as Error);
        this.admitWaiting();
      };
      const waiting: Waiting = {
        weight,
        admit: () => {
          signal?.removeEventListener('abort', leave);
          resolve();
        },
      };
      this.#queue.push(waiting);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }
}
