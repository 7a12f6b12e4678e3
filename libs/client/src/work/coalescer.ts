interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Asks one question at once, and while the answers to others are on their way collects further ones for the next call:
 * the busier, the larger the batches.
 */
export class Coalescer<Question, Answer> {
  #waiting: Asked<Question, Answer>[] = [];
  #calls = 0;
  #isScheduled = false;

  /**
   * @param ask answers all questions, in their order
   * @param most questions in one call
   * @param mostCalls calls under way at once
   */
  constructor(
    private readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly most: number,
    private readonly mostCalls = 2,
  ) {}

  /** @throws what `ask` throws */
  answer(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#schedule();
    });
  }

  /** After the current turn of the event loop, so that what is asked together goes together. */
  #schedule(): void {
    if (this.#isScheduled || this.#calls >= this.mostCalls || this.#waiting.length === 0) return;
    this.#isScheduled = true;
    setTimeout(() => {
      this.#isScheduled = false;
      void this.#call(this.#waiting.splice(0, this.most));
      this.#schedule();
    });
  }

  async #call(batch: readonly Asked<Question, Answer>[]): Promise<void> {
    this.#calls += 1;
    try {
      const answers = await this.ask(batch.map(({ question }) => question));
      batch.forEach(({ resolve }, index) => resolve(answers[index]!));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    } finally {
      this.#calls -= 1;
      this.#schedule();
    }
  }
}
