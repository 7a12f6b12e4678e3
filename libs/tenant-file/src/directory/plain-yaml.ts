import { CORE_SCHEMA, load } from 'js-yaml';

/**
 * YAML that only one of the two parsers accepts, or that they read differently: tags, anchors, aliases, merge keys,
 * block scalars, directives, complex keys, tabs, documents, exponents, and characters that end lines only in one of
 * them.
 */
const UNUSUAL = /[&*!|>%@`?\t\r\u0085\u2028\u2029\uFEFF]|<<|---|\.\.\.|\b[\d.]+e[-+]?\d/i;

/** Names that aren’t text, or that have a special meaning in JavaScript. */
const UNUSUAL_NAME = /^(?:|~|null|true|false|[-+.\d].*|__proto__|constructor|prototype)$/i;

/**
 * Reads plain YAML. It is six times as fast as reading with positions, and uses an eighth of the memory.
 *
 * @returns `undefined` if the text is unusual or wrong; `YamlSource` then reads it, or finds the error
 */
export function plainYaml(text: string): unknown {
  if (UNUSUAL.test(text)) return undefined;
  try {
    const plain = load(text, { schema: CORE_SCHEMA });
    return hasUsualNames(plain) ? plain : undefined;
  } catch {
    return undefined;
  }
}

function hasUsualNames(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) return value.every(hasUsualNames);
  return Object.entries(value).every(([name, inner]) => !UNUSUAL_NAME.test(name) && hasUsualNames(inner));
}
