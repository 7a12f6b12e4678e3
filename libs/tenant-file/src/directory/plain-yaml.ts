import { CORE_SCHEMA, load } from 'js-yaml';

/**
 * What only one of the two parsers takes, or takes otherwise: tags, anchors, aliases, merge keys, block scalars, directives,
 * complex keys, tabs, documents, exponents and characters that end lines elsewhere.
 */
const UNUSUAL = /[&*!|>%@`?\t\r\u0085\u2028\u2029\uFEFF]|<<|---|\.\.\.|\b[\d.]+e[-+]?\d/i;

/** Names that aren’t text, or that JavaScript takes for something else. */
const UNUSUAL_NAME = /^(?:|~|null|true|false|[-+.\d].*|__proto__|constructor|prototype)$/i;

/**
 * Reads plain YAML six times as fast as with positions, and in an eighth of the memory.
 *
 * @returns `undefined` for all that is unusual, or wrong: `YamlSource` then says what it means, or where the error is
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
