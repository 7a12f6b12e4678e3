/** A value, or a promise if something must be waited for. Valid credentials and a proven tenant need no promise. */
export type MaybePromise<T> = T | Promise<T>;

/** `await` costs a promise for each value that is there already; this costs a call. */
export const andThen = <T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> => (value instanceof Promise ? value.then(next) : next(value));
