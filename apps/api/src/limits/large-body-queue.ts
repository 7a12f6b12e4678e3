import { Injectable } from '@nestjs/common';

/** Resolves when the work's next turn begins. */
export type NextTurn = () => Promise<void>;

interface QueuedBody {
  readonly tenant: string;
  readonly age: number;
  readonly start: () => void;
}

/**
 * Gives turns to long work, one per turn of the event loop, so that short work need not wait for it. Tenants take
 * turns. Among the work of one tenant, the oldest finishes first.
 */
@Injectable()
export class LargeBodyQueue {
  readonly #waiting: QueuedBody[] = [];
  /** The sequence number of the last turn of each tenant. */
  readonly #last = new Map<string, number>();
  #begun = 0;
  #given = 0;

  /**
   * Registers work.
   *
   * @returns a function that waits for the work's next turn
   */
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

/** The maximum number of tenants that are remembered. */
const MAX_REMEMBERED = 1000;
