/**
 * What many objects in a row have in common: made anew only for one that differs from the one before.
 *
 * @param keep makes of it what is quicker to use, once it is used again
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

/** Without braces, to stand among others. */
export const membersJson = (members: object): string => JSON.stringify(members).slice(1, -1);

/** Of a text: most keys stand in an event and then in an answer. */
export function textJson(text: string): string {
  if (text !== lastText) {
    lastJson = JSON.stringify(text);
    lastText = text;
  }
  return lastJson;
}

let lastText: string | undefined;
let lastJson = '';
