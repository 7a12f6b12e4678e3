/**
 * The smallest measurable offset in milliseconds. A smaller one can't be distinguished from the network delay and from
 * the rounding of a Date header to whole seconds.
 */
const MEASURABLE = 3_000;

/** The time by which AWS's clock is ahead of this machine's, measured by its `Date` headers (RFC 9110 §6.6.1). */
export class ClockOffset {
  #milliseconds = 0;

  /** Milliseconds to add to this machine's time. It is 0 while the two clocks differ by less than can be measured. */
  get milliseconds(): number {
    return this.#milliseconds;
  }

  /**
   * Measures the offset with one answer of AWS. It ignores an answer without a valid date, or one that took too long.
   *
   * @param date the `Date` header of an answer
   * @param sentAt milliseconds since the epoch, as `receivedAt` is
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

/**
 * Makes an SDK client report the `Date` header of every answer to `offset`. Error answers count too, because a wrong
 * clock causes errors first.
 */
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
