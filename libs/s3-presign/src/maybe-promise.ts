/** At once wherever nothing has to be waited for: credentials at hand, a tenant that is proven. */
export type MaybePromise<T> = T | Promise<T>;

/** `await` costs a promise for each value that is there already; this costs a call. */
export const andThen = <T, U>(
  value: MaybePromise<T>,
  next: (value: T) => MaybePromise<U>,
): MaybePromise<U> => (value instanceof Promise ? value.then(next) : next(value));
