import { PresignError } from '#s3-presign';
import { LeakyBucket, type RateLimit } from '../../platform/leaky-bucket.js';

/** Calls under way: more wait. */
const AT_ONCE = 10;

/** Limits the sessions that a tenant asks STS for, so that a tenant with many subjects leaves STS to others. */
export class StsBudget {
  readonly #bucket: LeakyBucket;
  readonly #rate: RateLimit;
  #underWay = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param clock milliseconds, whole */
  constructor(
    perSecond: number,
    private readonly clock: () => number,
  ) {
    this.#rate = { requestsPerSecond: perSecond, burst: 10 * perSecond };
    this.#bucket = new LeakyBucket(clock());
  }

  /** @throws PresignError `credentials_unavailable` where it is used up; whatever the call throws */
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
