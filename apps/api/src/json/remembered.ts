/** What many objects in a row have in common: made anew only for one that differs from the one before. */
export function remembered<T, Made = string>(
  isSame: (object: T, last: T) => boolean,
  make: (object: T) => Made,
): (object: T) => Made {
  let last: T | undefined;
  let made: Made | undefined;
  return (object) => {
    if (last === undefined || !isSame(object, last)) {
      made = make(object);
      last = object;
    }
    return made!;
  };
}

/** Without braces, to stand among others. */
export const membersJson = (members: object): string => JSON.stringify(members).slice(1, -1);

/** Of a text: most keys stand in an event and then in an answer. */
export const textJson = remembered(
  (text: string, last: string) => text === last,
  (text) => JSON.stringify(text),
);
