/**
 * RFC 6901, read once and applied often. A name without a leading `/` is that one member.
 *
 * @returns the reference tokens; `undefined` for what is neither a pointer nor a name
 */
export function parsePointer(text: string): readonly string[] | undefined {
  if (text === '' || text === '/') return undefined;
  if (!text.startsWith('/')) return text.includes('/') ? undefined : [text];
  if (/~(?![01])/.test(text)) return undefined;
  return text
    .slice(1)
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** What stands at the pointer; `undefined` where nothing does. Only own members count: claims come from outside. */
export function valueAt(document: unknown, tokens: readonly string[]): unknown {
  let value = document;
  for (const token of tokens) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return undefined;
    value = (value as Record<string, unknown>)[token];
  }
  return value;
}
