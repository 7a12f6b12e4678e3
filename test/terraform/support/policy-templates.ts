import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE } from './terraform.js';

/**
 * Renders a policy or a statement of a module without Terraform. Its placeholders have no expressions.
 *
 * @throws Error if a placeholder remains
 */
export function render(module: string, name: string, values: Readonly<Record<string, unknown>>): unknown {
  const file = join(SOURCE, 'modules', module, 'policies', `${name}.json.tftpl`);
  return JSON.parse(
    readFileSync(file, 'utf8').replaceAll(/\$\{(\w+)\}/g, (placeholder, key: string) => {
      if (!Object.hasOwn(values, key)) throw new Error(`${name}: no value for ${placeholder}`);
      const value = values[key];
      return typeof value === 'string' ? value : JSON.stringify(value);
    }),
  );
}
