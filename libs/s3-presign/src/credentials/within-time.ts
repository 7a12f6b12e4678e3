/** The longest time in milliseconds that a caller waits for a provider. */
const PROVIDER_TIMEOUT = 5_000;

/**
 * Returns the answer, or rejects after `PROVIDER_TIMEOUT`, so that a provider that hangs doesn't block its callers. A
 * later answer is ignored.
 *
 * @throws Error `TimeoutError`
 */
export async function withinTime<T>(answer: Promise<T>): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => {
    reject(
      Object.assign(new Error(`no answer within ${PROVIDER_TIMEOUT / 1000} seconds`), {
        name: 'TimeoutError',
      }),
    );
  }, PROVIDER_TIMEOUT);
  try {
    return await Promise.race([answer, promise]);
  } finally {
    clearTimeout(timer);
  }
}
