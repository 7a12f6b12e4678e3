import { parsePointer, valueAt } from '#validation';

/** The parts of a prefix, alternately text and claims: `users/${sub}/` is `['users/', ['sub'], '/']`. */
export type PrefixTemplate = readonly (string | readonly string[])[];

/**
 * Parses a prefix.
 *
 * @returns `undefined` if a `${…}` names no claim or isn't closed, or if the prefix doesn't end like a folder's
 */
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

/** Returns the folder with which all prefixes of the template begin: an empty text, or one that ends in `/`. */
export function literalFolder([first]: PrefixTemplate): string {
  return typeof first === 'string' ? first.slice(0, first.lastIndexOf('/') + 1) : '';
}

/**
 * Inserts claims into a prefix.
 *
 * @returns the prefix for these claims; `undefined` if a claim can't be part of a prefix, so that the grant doesn't
 * apply
 */
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

/**
 * Returns whether a value is exactly one segment of a key. Otherwise `${sub}` could reach the keys of other callers.
 */
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
