/**
 * The control characters (Unicode category Cc) for a character class. `\p{…}` is not used because generators of clients
 * and tests may not support it.
 */
const NEITHER_CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
/** A path segment other than the empty one, `.` and `..`. */
const SEGMENT = `(?:[^/.${NEITHER_CONTROL}][^/${NEITHER_CONTROL}]*|\\.[^/.${NEITHER_CONTROL}][^/${NEITHER_CONTROL}]*|\\.\\.[^/${NEITHER_CONTROL}]+)`;

const key = (segment: string) => ({
  type: 'string',
  minLength: 1,
  maxLength: 1024, // at most 1,024 bytes of UTF-8 too, which JSON Schema can't express
  pattern: `^${segment}(?:/${segment})*$`,
});

/**
 * The keys that `parseObjectKey` accepts, as a JSON Schema pattern without lookahead, for readers and for programs that
 * generate keys.
 */
export const STRICT_KEY = key(SEGMENT);
/** The keys that are accepted if a tenant has `keys: existing`. */
export const EXISTING_KEY = key(`${SEGMENT}?`);
