/** JSON that many objects in a row have in common: made anew only for one that differs from the one before. */
export function remembered<T>(
  isSame: (object: T, last: T) => boolean,
  jsonOf: (object: T) => string,
): (object: T) => string {
  let last: T | undefined;
  let json = '';
  return (object) => {
    if (last === undefined || !isSame(object, last)) {
      last = object;
      json = jsonOf(object);
    }
    return json;
  };
}

/** Without braces, to stand among others. */
export const membersJson = (members: object): string => JSON.stringify(members).slice(1, -1);
