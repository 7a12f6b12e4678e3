/** Milliseconds: less can't be told from the way of an answer and the whole seconds of a Date header. */
const MEASURABLE = 3_000;

/** The time by which AWS's clock is ahead of ours, measured by its `Date` headers (RFC 9110 §6.6.1). */
export class ClockOffset {
  #milliseconds = 0;

  /** Milliseconds to add to our time; 0 while the clocks agree as far as can be measured. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  /**
   * @param date of an answer
   * @param sentAt milliseconds since the epoch, as `receivedAt`
   */
  observe(date: string | undefined, sentAt: number, receivedAt: number): void {
    const theirs = date === undefined ? Number.NaN : Date.parse(date) + 500;
    const offset = Math.round(theirs - (sentAt + receivedAt) / 2);
    if (Number.isNaN(offset) || receivedAt - sentAt > MEASURABLE) return;
    this.#milliseconds = Math.abs(offset) < MEASURABLE ? 0 : offset;
  }
}

type Step = (args: object) => Promise<{ readonly response: unknown }>;

interface Stack {
  addRelativeTo(middleware: (next: Step) => Step, options: object): void;
}

/** Lets an SDK client tell the date of every answer, refusals too: a wrong clock shows in those first. */
export function observeDate(client: { readonly middlewareStack: object }, offset: ClockOffset): void {
  (client.middlewareStack as Stack).addRelativeTo(
    (next) => async (args) => {
      const sentAt = Date.now();
      const result = await next(args);
      const { headers } = result.response as { headers?: Record<string, string> };
      offset.observe(headers?.['date'], sentAt, Date.now());
      return result;
    },
    { name: 'observeDate', relation: 'after', toMiddleware: 'deserializerMiddleware' },
  );
}
