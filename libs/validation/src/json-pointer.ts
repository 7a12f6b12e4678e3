/**
 * Parses a JSON Pointer (RFC 6901), so that it can be applied often. A text without a leading `/` is the name of one
 * member.
 *
 * @returns the reference tokens; `undefined` for a text that is neither a pointer nor a name, and for the pointer to
 * the whole document
 */
export function parsePointer(text: string): readonly string[] | undefined {
  if (text === '') return undefined;
  if (!text.startsWith('/')) return text.includes('/') ? undefined : [text];
  if (/~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/**
 * Returns the value at the pointer; `undefined` if there is none. Only an object's own members count, because claims
 * come from outside.
 */
export function valueAt(document: unknown, tokens: readonly string[]): unknown {
  let value = document;
  for (const token of tokens) {
    if (!hasMember(value, token)) return undefined;
    value = value[token];
  }
  return value;
}

function hasMember(value: unknown, token: string): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return false;
  return !Array.isArray(value) || /^\d+$/.test(token); // array indices (RFC 6901 §4), but not JavaScript's `length`
}
