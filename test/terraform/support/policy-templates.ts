import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SOURCE } from './terraform.js';

/** A policy or statement of a module, rendered without Terraform: its placeholders are plain. @throws Error where one is left */
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
