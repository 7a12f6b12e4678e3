/** Unicode category Cc, without `\p{…}`, which generators of clients and tests may lack. */
const NEITHER_CONTROL = '\\u0000-\\u001f\\u007f-\\u009f';
/** Any segment but the empty one, `.` and `..`. */
const SEGMENT = `(?:[^/.${NEITHER_CONTROL}][^/${NEITHER_CONTROL}]*|\\.[^/.${NEITHER_CONTROL}][^/${NEITHER_CONTROL}]*|\\.\\.[^/${NEITHER_CONTROL}]+)`;

const key = (segment: string) => ({
  type: 'string',
  minLength: 1,
  maxLength: 1024, // and bytes of UTF-8, which JSON Schema can't count
  pattern: `^${segment}(?:/${segment})*$`,
});

/**
 * The keys that `parseObjectKey` accepts, as JSON Schema without lookahead: for readers, and for programs that
 * generate keys.
 */
export const STRICT_KEY = key(SEGMENT);
/** The same where a tenant has `keys: existing`. */
export const EXISTING_KEY = key(`${SEGMENT}?`);
