import { Injectable } from '@nestjs/common';

/** Settles when it is one's turn. */
export type NextTurn = () => Promise<void>;

/** Turns that long work takes, one in each turn of the event loop, so that short work need not wait for it. */
@Injectable()
export class Turns {
  readonly #waiting: Turn[] = [];
  #begun = 0;

  /** @returns asks for the next turn; among those who wait, who began first is first, and so ends before others go on */
  begin(): NextTurn {
    const age = this.#begun++;
    return () =>
      new Promise((start) => {
        if (this.#waiting.length === 0) setImmediate(this.#next);
        this.#waiting.push({ age, start });
      });
  }

  readonly #next = (): void => {
    const { start } = this.#waiting.splice(this.#oldest(), 1)[0]!;
    if (this.#waiting.length > 0) setImmediate(this.#next);
    start();
  };

  #oldest(): number {
    return this.#waiting.reduce((oldest, { age }, at, all) => (age < all[oldest]!.age ? at : oldest), 0);
  }
}

interface Turn {
  readonly age: number;
  readonly start: () => void;
}
