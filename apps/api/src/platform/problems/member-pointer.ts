/** The maximum number of characters of one reference token in a pointer, after encoding. */
const MAX_TOKEN = 128;

/**
 * Returns the JSON pointer of an object's member in its fragment form: escaped, then percent-encoded (RFC 6901 §6).
 *
 * @param parent pointer of the object, such as `#/metadata`
 * @returns `undefined` for a name that is too long to repeat in an answer
 */
export function memberPointer(parent: string, name: string): string | undefined {
  if (name.length > MAX_TOKEN) return undefined; // encoding never shortens a name
  const token = encodeURIComponent(name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1'));
  return token.length > MAX_TOKEN ? undefined : `${parent}/${token}`;
}
