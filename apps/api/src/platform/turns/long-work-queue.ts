import { Injectable } from '@nestjs/common';
import { disconnected } from '../http/client.js';
import { ProcessorTime } from './processor-time.js';
import { TurnOrder, type Owner } from './turn-order.js';

/** Resolves when the work's next turn begins. Rejects with ApiError `request_timeout` if the client has disconnected. */
export type NextTurn = () => Promise<void>;

interface QueuedWork {
  readonly owner: Owner;
  readonly age: number;
  readonly start: () => void;
  readonly drop: (error: unknown) => void;
}

/**
 * Milliseconds of a turn that are followed by one turn of the event loop without long work, because a short request needs
 * several turns, and the maximum number of such turns. While nothing else is to be done, they take no time.
 */
const REST = 4;
const MAX_RESTS = 16;

const NO_OWNER: Owner = { tenant: '', subject: '' };

/**
 * Gives turns to long work, one per turn of the event loop, so that short work need not wait for it. Tenants and their
 * subjects take turns. Among the work of one subject, the oldest finishes first. After a turn, long work rests for as long
 * as the turn took at most.
 */
@Injectable()
export class LongWorkQueue {
  readonly #waiting: QueuedWork[] = [];
  readonly #order = new TurnOrder();
  #begun = 0;
  #isScheduled = false;
  /** The number of coming turns of the event loop that begin no work. */
  #rests = 0;
  /** The time at which resting ends at the latest, in milliseconds. */
  #restsUntil = 0;

  constructor(private readonly time: ProcessorTime) {}

  /**
   * Registers work.
   *
   * @returns a function that waits for the work's next turn
   */
  begin(owner: Owner = NO_OWNER): NextTurn {
    const age = this.#begun++;
    return () =>
      new Promise((start, drop) => {
        this.#waiting.push({ owner, age, start, drop });
        if (this.#isScheduled) return;
        this.#isScheduled = true;
        setImmediate(this.#next);
      });
  }

  readonly #next = (): void => {
    if (this.#rests > 0 && performance.now() < this.#restsUntil) {
      this.#rests -= 1;
      return void setImmediate(this.#next);
    }
    this.#dropUnneeded();
    if (this.#waiting.length === 0) return void (this.#isScheduled = false);
    const { owner, start } = this.#waiting.splice(this.#first(), 1)[0]!;
    this.#order.gave(owner);
    const since = performance.now();
    start();
    // The work goes on in microtasks, after which the callback runs. Other work of the turn doesn't count.
    queueMicrotask(() => process.nextTick(() => this.#worked(owner, performance.now() - since)));
    setImmediate(this.#next);
  };

  /** Drops the work for clients that have disconnected. */
  #dropUnneeded(): void {
    for (let index = this.#waiting.length - 1; index >= 0; index -= 1) {
      const { owner, drop } = this.#waiting[index]!;
      if (!owner.client?.destroyed) continue;
      this.#waiting.splice(index, 1);
      drop(disconnected());
    }
  }

  /** @param duration milliseconds of the work, which resting doubles at most */
  #worked({ tenant }: Owner, duration: number): void {
    this.time.charge(tenant, duration);
    this.#rests = Math.min(MAX_RESTS, Math.floor(duration / REST));
    this.#restsUntil = performance.now() + duration;
  }

  #first(): number {
    return this.#waiting.reduce(
      (first, turn, at, all) => (this.#isBefore(turn, all[first]!) ? at : first),
      0,
    );
  }

  #isBefore(one: QueuedWork, other: QueuedWork): boolean {
    const order = this.#order.compare(one.owner, other.owner);
    return order === 0 ? one.age < other.age : order < 0;
  }
}
