import { TransferError } from '../errors.js';
import { delay } from './delay.js';

/** How often, and how long apart. Times are in milliseconds. */
export interface RetryPolicy {
  /** Attempts in all, the first included. */
  readonly attempts: number;
  /** The first pause is at most this long, the second at most twice as long, and so on. */
  readonly base: number;
  /** No pause is longer, unless the server asks for it. */
  readonly longest: number;
}

export const USUAL_RETRIES: RetryPolicy = { attempts: 8, base: 200, longest: 20_000 };

/** A server may ask for no longer pause than this; the request fails instead. Milliseconds. */
const LONGEST_RETRY_AFTER = 300_000;

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Settles when there is a network again; browsers know. */
  readonly whenOnline?: ((signal?: AbortSignal) => Promise<void>) | undefined;
  /** Hears of each failure that is followed by another attempt. */
  readonly onRetry?: ((error: TransferError) => void) | undefined;
}

/** Returns the pause after a failed attempt, with full jitter, in milliseconds. @param attempt from 1 */
export const pause = ({ longest, base }: RetryPolicy, attempt: number): number =>
  Math.random() * Math.min(longest, base * 2 ** (attempt - 1));

/**
 * Does the work until it succeeds, with pauses of full jitter ("Exponential Backoff And Jitter", AWS Architecture Blog)
 * that are no shorter than `Retry-After`.
 *
 * @throws the last error if it is not temporary or the attempts are used up; the signal's reason
 */
export async function retry<T>(
  work: (attempt: number) => Promise<T>,
  { policy, signal, whenOnline, onRetry }: RetryOptions,
): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof TransferError && error.isTemporary) || attempt >= policy.attempts) throw error;
      const { retryAfter = 0 } = error;
      if (retryAfter > LONGEST_RETRY_AFTER) throw error;
      onRetry?.(error);
      await delay(retryAfter + pause(policy, attempt), signal);
      await whenOnline?.(signal);
    }
  }
}
