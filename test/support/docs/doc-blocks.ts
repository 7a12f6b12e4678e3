import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

const DOCS = join(import.meta.dirname, '../../../docs');

/**
 * Returns the data in a fenced block of a page, by the name after its language. Tests can so run exactly what the
 * documentation shows.
 *
 * @param replacements texts of the example and their replacements in the test; each must occur
 */
export function docBlock(
  page: string,
  name: string,
  replacements: Readonly<Record<string, string>> = {},
): object {
  const text = readFileSync(join(DOCS, page), 'utf8');
  const start = new RegExp(`^\`\`\`(?:json|yaml) ${name.replace(/[.]/g, '\\.')}\n`, 'm').exec(text);
  if (!start) throw new Error(`docs/${page} has no block ${name}`);
  const from = start.index + start[0].length;
  const block = text.slice(from, text.indexOf('\n```', from));
  for (const example of Object.keys(replacements)) {
    if (!block.includes(example)) throw new Error(`the block ${name} does not mention ${example}`);
  }
  const replaced = Object.entries(replacements).reduce(
    (result, [example, real]) => result.replaceAll(example, real),
    block,
  );
  return parse(replaced) as object; // JSON is YAML
}
