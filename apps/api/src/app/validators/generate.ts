import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { DETAIL, EACH, OVERRIDE, PlaceSources } from '#validation';
import { SCHEMAS } from '#validation/schemas';
import { REQUEST_CLASSES } from './request-classes.js';
import { requestSchemas } from './request-schemas.js';

/**
 * Returns the validators of all requests as CommonJS source text, with one export per class. They are compiled at build
 * time, because compiling them would take longer than all other work of a start.
 */
export function validatorsSource(): string {
  const schemas = requestSchemas();
  const sources = new PlaceSources(schemas);
  const places = REQUEST_CLASSES.map(({ name }) => `exports.${name}.place=${sources.of(schemas[name]!)};`);
  const ajv = new Ajv({
    allowUnionTypes: true,
    strict: true,
    messages: false,
    keywords: [DETAIL, EACH, OVERRIDE],
    code: { source: true, lines: false },
    schemas: [
      ...Object.entries(schemas).map(([name, schema]) => ({ $id: SCHEMAS + name, ...schema })),
      ...Object.entries(sources.checks).map(([name, schema]) => ({ $id: name, ...schema })),
    ],
  });
  const names = [
    ...REQUEST_CLASSES.map(({ name }) => [name, SCHEMAS + name]),
    ...Object.keys(sources.checks).map((name) => [name, name]),
  ];
  const compiled = standaloneCode.default(ajv, Object.fromEntries(names) as Record<string, string>);
  return `${withShortCounts(compiled)}${places.join('')}`;
}

/**
 * Adds a fast check to the length checks. JSON Schema counts characters, and Ajv counts them up to the text's end,
 * which takes 50 ms for 8 MiB. A text with more than twice as many UTF-16 code units as allowed always has too many
 * characters.
 */
const withShortCounts = (source: string): string =>
  source.replaceAll(/func\d+\((data\d*)\) > (\d+)/g, `($1.length > 2 * $2 || $&)`);

/** `node generate.js FILE` is a step of the build. */
if (
  process.argv[1] !== undefined &&
  import.meta.url.endsWith('/generate.js') &&
  process.argv[2] !== undefined
) {
  writeFileSync(process.argv[2], validatorsSource());
}
