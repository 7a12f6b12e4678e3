import { PresignError, type EpochSeconds, type MaybePromise } from '#s3-presign';
import { explain } from './explain.js';

/** Seconds between tries, doubled after each in vain. */
const FIRST_RETRY = 1;
const LAST_RETRY = 30;

/**
 * Whether a tenant may be served: its credentials are of its role, and its bucket is where the tenant file says. Nothing
 * is signed before that is proven; once it is, it stays so until it is withdrawn.
 */
export class TenantProof {
  /** Whether anybody has required it since this was set to false. */
  used = false;
  #proven = false;
  #provenAt: EpochSeconds = Number.NEGATIVE_INFINITY;
  /** It was proven, and whether it still holds is being found out. */
  #withdrawn = false;
  #failure: PresignError | undefined;
  #attempt: Promise<void> | undefined;
  #tries = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  /** Seconds from then to the next try. */
  #pause = 0;

  /** @param prove rejects with why not */
  constructor(private readonly prove: (now: EpochSeconds) => Promise<void>) {}

  get proven(): boolean {
    return this.#proven;
  }

  /** Whether it was tried, and how that ended is known. */
  get tried(): boolean {
    return this.#proven || this.#failure !== undefined;
  }

  get provenAt(): EpochSeconds {
    return this.#provenAt;
  }

  /** Why it is not proven, in words for an operator; who waits for it to be proven again may go on waiting. */
  get reason(): string | undefined {
    if (this.#proven || (this.#withdrawn && !this.#failure)) return undefined;
    return this.#failure ? explain(this.#failure) : 'The role and the bucket are not proven yet.';
  }

  /**
   * Settles when the tenant may be served; at once where that is known. One attempt serves all who wait.
   *
   * @throws PresignError `tenant_unavailable`, or what the credentials say; rejects with the same
   */
  require(now: EpochSeconds): MaybePromise<void> {
    this.used = true;
    if (this.#proven) return;
    if (this.#attempt) return this.#attempt;
    // Absolute: a try may have shown that the clock is fast, and set it back.
    if (this.#failure && Math.abs(now - this.#triedAt) < this.#pause) throw this.#failure;
    return (this.#attempt = this.#try(now).finally(() => (this.#attempt = undefined)));
  }

  /** Withdraws the proof. The next request that requires it proves it again. */
  withdraw(): void {
    this.#proven = false;
    this.#withdrawn = true;
    this.#tries = 0;
  }

  async #try(now: EpochSeconds): Promise<void> {
    try {
      await this.prove(now);
      this.#proven = true;
      this.#provenAt = now;
      this.#withdrawn = false;
      this.#tries = 0;
      this.#failure = undefined;
    } catch (error) {
      this.#triedAt = now;
      this.#pause = Math.min(LAST_RETRY, FIRST_RETRY * 2 ** this.#tries++);
      throw (this.#failure = error instanceof PresignError ? error : unproven(error));
    }
  }
}

const unproven = (cause: unknown) =>
  new PresignError(
    'tenant_unavailable',
    'The tenant can’t be served now: its bucket is not proven. Try again.',
    {
      cause,
    },
  );
