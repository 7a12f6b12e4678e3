import { parsePointer, valueAt } from '#validation';

/** Text and claims in turn: `users/${sub}/` is `['users/', ['sub'], '/']`. */
export type PrefixTemplate = readonly (string | readonly string[])[];

/** @returns `undefined` where a `${…}` names no claim or isn't closed, and where the end is no folder's */
export function parsePrefix(text: string): PrefixTemplate | undefined {
  const parts: (string | readonly string[])[] = [];
  for (const [index, part] of text.split(/\$\{([^{}]*)\}/).entries()) {
    if (index % 2 === 0) {
      if (part.includes('${')) return undefined;
      if (part !== '') parts.push(part);
    } else {
      const pointer = parsePointer(part);
      if (!pointer) return undefined;
      parts.push(pointer);
    }
  }
  const last = parts.at(-1) ?? '/';
  return typeof last === 'string' && last.endsWith('/') ? parts : undefined;
}

export const namesClaim = (template: PrefixTemplate): boolean =>
  template.some((part) => typeof part !== 'string');

/** The folder that all prefixes of the template begin with: empty, or ends in `/`. */
export function literalFolder([first]: PrefixTemplate): string {
  return typeof first === 'string' ? first.slice(0, first.lastIndexOf('/') + 1) : '';
}

/** @returns the prefix for these claims; `undefined` where a claim can't be part of one: the grant doesn't apply */
export function expandPrefix(template: PrefixTemplate, claims: object): string | undefined {
  let prefix = '';
  for (const part of template) {
    if (typeof part === 'string') {
      prefix += part;
    } else {
      const value = valueAt(claims, part);
      if (!isSafeSegment(value)) return undefined;
      prefix += value;
    }
  }
  return prefix;
}

/** One segment of a key, whole: else `${sub}` could reach its neighbours. */
function isSafeSegment(value: unknown): value is string {
  return (
    typeof value === 'string' &&
    value !== '' &&
    value !== '.' &&
    value !== '..' &&
    Buffer.byteLength(value) <= 256 &&
    value.isWellFormed() &&
    !/[/\p{Cc}]/u.test(value)
  );
}
