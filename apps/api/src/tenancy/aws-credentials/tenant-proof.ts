import { PresignError, type EpochSeconds, type MaybePromise } from '#s3-presign';
import { explain } from './explain.js';

/** The seconds before the first retry. The delay doubles after each failure. */
const FIRST_RETRY = 1;
const LAST_RETRY = 30;

/**
 * The proof that a tenant may be served: its credentials belong to its role, and its bucket is in the account and
 * region of the tenant file. Nothing is signed before the proof. The proof stays valid until it is withdrawn.
 */
export class TenantProof {
  /** True if a request required the proof since this was last set to false. */
  used = false;
  #proven = false;
  #provenAt: EpochSeconds = Number.NEGATIVE_INFINITY;
  /** True if the proof was valid, was withdrawn, and is not renewed yet. */
  #withdrawn = false;
  #failure: PresignError | undefined;
  #attempt: Promise<void> | undefined;
  #tries = 0;
  #triedAt = Number.NEGATIVE_INFINITY;
  /** The seconds from the last attempt to the next one. */
  #pause = 0;

  /** @param prove rejects with the reason if the tenant can't be proven */
  constructor(private readonly prove: (now: EpochSeconds) => Promise<void>) {}

  get proven(): boolean {
    return this.#proven;
  }

  /** True if an attempt has finished. */
  get tried(): boolean {
    return this.#proven || this.#failure !== undefined;
  }

  get provenAt(): EpochSeconds {
    return this.#provenAt;
  }

  /**
   * The reason why the tenant is not proven, for an operator. It is `undefined` after a withdrawal until an attempt
   * fails, so that the pod stays ready.
   */
  get reason(): string | undefined {
    if (this.#proven || (this.#withdrawn && !this.#failure)) return undefined;
    return this.#failure ? explain(this.#failure) : 'The role and the bucket are not proven yet.';
  }

  /**
   * Resolves when the tenant is proven, or returns at once if it already is. All callers share one attempt.
   *
   * @throws PresignError `tenant_unavailable`, or the error of the credentials; the promise rejects with the same
   * errors
   */
  require(now: EpochSeconds): MaybePromise<void> {
    this.used = true;
    if (this.#proven) return;
    if (this.#attempt) return this.#attempt;
    // The difference is absolute, because an attempt may have shown that the clock is fast, and set it back.
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
