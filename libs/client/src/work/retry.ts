import { TransferError } from '../errors.js';
import { delay } from './delay.js';

/** The number of attempts and the pauses between them. Times are in milliseconds. */
export interface RetryPolicy {
  /** The number of attempts, including the first. */
  readonly attempts: number;
  /** The maximum length of the first pause. The maximum doubles for each further pause. */
  readonly base: number;
  /** The maximum length of any pause, unless the server asks for a longer one. */
  readonly longest: number;
}

/** The pauses take 33 s on average, so that a restart of the API of some 20 s is usually survived. */
export const USUAL_RETRIES: RetryPolicy = { attempts: 10, base: 200, longest: 20_000 };

/** The longest pause that a server may ask for, in milliseconds. The request fails if it asks for a longer one. */
const LONGEST_RETRY_AFTER = 300_000;

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly signal?: AbortSignal | undefined;
  /** Settles when there is a network again. Only browsers can tell. */
  readonly whenOnline?: ((signal?: AbortSignal) => Promise<void>) | undefined;
  /** Called for each failure that is followed by another attempt. */
  readonly onRetry?: ((error: TransferError) => void) | undefined;
}

/** Returns the pause after a failed attempt, with full jitter, in milliseconds. @param attempt from 1 */
export const pause = ({ longest, base }: RetryPolicy, attempt: number): number =>
  Math.random() * Math.min(longest, base * 2 ** (attempt - 1));

/**
 * Does the work until it succeeds. The pauses have full jitter ("Exponential Backoff And Jitter", AWS Architecture
 * Blog), and are no shorter than `Retry-After`.
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
