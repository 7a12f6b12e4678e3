/** Milliseconds: no one waits longer for a provider. */
const PROVIDER_TIMEOUT = 5_000;

/**
 * What hangs must not hang its callers. Should it answer later, no one listens.
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
