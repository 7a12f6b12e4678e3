import { nearestName } from '#validation';
import type validators from '#validators';
import type { ErrorList } from '../problems/error-list.js';

/**
 * Adds all validation errors of a value, one for each place, with the messages of the request class. A list or an
 * object with too many members is one error, and its members are not validated.
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

/**
 * Adds the errors of an object's members: missing members first, then unknown ones, then those with an invalid value.
 */
function reportMembers(
  value: Readonly<Record<string, unknown>>,
  { required, members }: validators.ObjectPlace,
  pointer: string,
  errors: ErrorList,
): void {
  for (const name of required) {
    if (value[name] === undefined) errors.add(`${pointer}/${name}`, members[name]!.missing);
  }
  for (const name in value)
    if (!(name in members)) errors.addMember(pointer, name, unknown(name, value, members, errors));
  for (const name in members) {
    if (value[name] !== undefined) report(value[name], members[name]!, `${pointer}/${name}`, errors);
  }
}

/**
 * The maximum number of unknown names per answer for which a similar name is proposed. The time of one comparison grows
 * with the lengths of both names.
 */
const MAX_PROPOSALS = 10;
const MAX_NAME = 40;

/** Returns the error message of an unknown member. It may propose a member with a similar name that is not set yet. */
function unknown(
  name: string,
  value: object,
  members: validators.ObjectPlace['members'],
  { count }: ErrorList,
): string {
  const meant =
    count < MAX_PROPOSALS && name.length <= MAX_NAME
      ? nearestName(
          name,
          Object.keys(members).filter((member) => !(member in value)),
        )
      : undefined;
  return `Is not known here. ${meant === undefined ? 'Remove it, or correct its spelling.' : `Did you mean ${meant}?`}`;
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
