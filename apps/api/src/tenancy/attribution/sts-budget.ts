import { PresignError } from '#s3-presign';
import { LeakyBucket, type RateLimit } from '../../platform/leaky-bucket.js';

/** The maximum number of concurrent calls; further calls wait. */
const AT_ONCE = 10;

/**
 * Limits the sessions that a tenant requests from STS, so that a tenant with many subjects does not use up the quota of
 * other tenants.
 */
export class StsBudget {
  readonly #bucket: LeakyBucket;
  readonly #rate: RateLimit;
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param clock whole milliseconds */
  constructor(
    perSecond: number,
    private readonly clock: () => number,
  ) {
    this.#rate = { requestsPerSecond: perSecond, burst: 10 * perSecond };
    this.#bucket = new LeakyBucket(clock());
  }

  /**
   * Runs a call when the budget allows it.
   *
   * @throws PresignError `credentials_unavailable` if the budget is used up; otherwise any error of the call
   */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#bucket.available(this.#rate, this.clock()) < 1) throw usedUp();
    this.#bucket.use(1);
    if (this.#underWay < AT_ONCE) this.#underWay++;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await call();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#underWay--;
    }
  }
}

const usedUp = () =>
  new PresignError('credentials_unavailable', 'The tenant’s limit of new sessions is reached. Try again.', {
    cause: new Error('attribution.newSessionsPerSecond is used up'),
  });
