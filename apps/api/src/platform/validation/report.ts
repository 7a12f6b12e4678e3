import type validators from '#validators';
import type { ErrorList } from '../problems/error-list.js';

/**
 * Finds every validation error of a value, one for each place, with the words of the request class. A list or an object
 * with too many members is one error: its members are not looked at.
 *
 * @param pointer to the value (RFC 6901 §6)
 */
export function report(value: unknown, place: validators.Place, pointer: string, errors: ErrorList): void {
  const { detail, object, map, list, check } = place;
  if (object) {
    if (isObject(value)) reportMembers(value, object, pointer, errors);
    else errors.add(pointer, detail);
  } else if (map) {
    if (isObject(value) && Object.keys(value).length <= (map.max ?? Infinity)) {
      for (const [name, member] of Object.entries(value)) {
        if (!map.names(name) || !map.values(member)) errors.addMember(pointer, name, detail);
      }
    } else errors.add(pointer, detail);
  } else if (list) {
    if (Array.isArray(value) && value.length >= list.min && value.length <= (list.max ?? Infinity)) {
      value.forEach((item, index) => report(item, list.items, `${pointer}/${index}`, errors));
    } else errors.add(pointer, detail);
  } else if (!check!(value)) errors.add(pointer, detail);
}

/** Missing members come first, then unknown ones, then those with a wrong value. */
function reportMembers(
  value: Readonly<Record<string, unknown>>,
  { required, members }: validators.ObjectPlace,
  pointer: string,
  errors: ErrorList,
): void {
  for (const name of required) {
    if (value[name] === undefined) errors.add(`${pointer}/${name}`, members[name]!.missing);
  }
  for (const name in value) if (!(name in members)) errors.addMember(pointer, name, UNKNOWN);
  for (const name in members) {
    if (value[name] !== undefined) report(value[name], members[name]!, `${pointer}/${name}`, errors);
  }
}

const UNKNOWN = 'Is not known here. Remove it, or mend its spelling.';

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
