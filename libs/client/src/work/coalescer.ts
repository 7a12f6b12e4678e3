interface Asked<Question, Answer> {
  readonly question: Question;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Combines questions into batches. While the answers to earlier calls are pending, it collects further questions for
 * the next call, so that batches grow with the load.
 */
export class Coalescer<Question, Answer> {
  #waiting: Asked<Question, Answer>[] = [];
  #calls = 0;
  #isScheduled = false;

  /**
   * @param ask answers all questions, in their order
   * @param most the maximum number of questions in one call
   * @param mostCalls the maximum number of simultaneous calls
   */
  constructor(
    private readonly ask: (questions: readonly Question[]) => Promise<readonly Answer[]>,
    private readonly most: number,
    private readonly mostCalls = 2,
  ) {}

  /** Answers a question. @throws what `ask` throws */
  answer(question: Question): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ question, resolve, reject });
      this.#schedule();
    });
  }

  /**
   * Schedules the next call after the current turn of the event loop, so that simultaneous questions are in one call.
   */
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
