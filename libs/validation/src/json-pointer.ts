/**
 * RFC 6901, read once and applied often. A name without a leading `/` is that one member.
 *
 * @returns the reference tokens; `undefined` for what is neither a pointer nor a name, and for the whole document
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
 * Returns what stands at the pointer; `undefined` where nothing does. Only own members count: claims come from outside.
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
  return !Array.isArray(value) || /^\d+$/.test(token); // RFC 6901 §4; `length` is JavaScript's
}
