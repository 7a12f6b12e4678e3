/**
 * Returns what a promise gives, unless the signal is aborted first.
 *
 * @throws what the promise throws; the signal's reason
 */
export function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal!.reason as Error);
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
    void promise.then(resolve, reject).finally(() => signal?.removeEventListener('abort', stop));
  });
}
