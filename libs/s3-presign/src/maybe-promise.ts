/**
 * A value, or a promise of it if something must be waited for. With valid credentials and a verified tenant, it is a
 * value.
 */
export type MaybePromise<T> = T | Promise<T>;

/**
 * Calls a function with a value, or with the result of a promise. `await` would create a promise even for a value that
 * exists already. This costs one function call instead.
 */
export const andThen = <T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> => (value instanceof Promise ? value.then(next) : next(value));
