import { Injectable } from '@nestjs/common';

/** Settles when it is one's turn. */
export type NextTurn = () => Promise<void>;

interface QueuedBody {
  readonly tenant: string;
  readonly age: number;
  readonly start: () => void;
}

/**
 * Turns that long work takes, one in each turn of the event loop, so that short work need not wait for it. Tenants take
 * turns; of one tenant's work, that which began first ends before other work goes on.
 */
@Injectable()
export class LargeBodyQueue {
  readonly #waiting: QueuedBody[] = [];
  /** The number of its last turn for each tenant in the queue. */
  readonly #last = new Map<string, number>();
  #begun = 0;
  #given = 0;

  /** @returns asks for the next turn */
  begin(tenant: string): NextTurn {
    const age = this.#begun++;
    return () =>
      new Promise((start) => {
        if (this.#waiting.length === 0) setImmediate(this.#next);
        this.#waiting.push({ tenant, age, start });
      });
  }

  readonly #next = (): void => {
    const { tenant, start } = this.#waiting.splice(this.#first(), 1)[0]!;
    this.#last.set(tenant, ++this.#given);
    if (this.#waiting.length > 0) setImmediate(this.#next);
    else if (this.#last.size > MAX_REMEMBERED) this.#last.clear();
    start();
  };

  #first(): number {
    return this.#waiting.reduce(
      (first, turn, at, all) => (this.#isBefore(turn, all[first]!) ? at : first),
      0,
    );
  }

  #isBefore(one: QueuedBody, other: QueuedBody): boolean {
    if (one.tenant === other.tenant) return one.age < other.age;
    return (this.#last.get(one.tenant) ?? 0) < (this.#last.get(other.tenant) ?? 0);
  }
}

/** Tenants. */
const MAX_REMEMBERED = 1000;
