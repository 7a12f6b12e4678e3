import 'reflect-metadata';
import { writeFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import { DETAIL } from './detail.js';
import { READERS } from './for-readers.js';
import { EACH } from './list-of-any.js';
import { REQUEST_CLASSES } from './request-classes.js';
import { SCHEMAS, requestSchemas } from './schemas.js';

/**
 * The validators of all requests as source text: CommonJS, one export for each class.
 * Compiled at build, since compiling at start costs more than everything else that a start does.
 */
export function validatorsSource(): string {
  const schemas = requestSchemas();
  const ajv = new Ajv({
    allErrors: true,
    allowUnionTypes: true,
    strict: true,
    verbose: true, // an error brings its schema, and so its words
    keywords: [DETAIL, EACH, READERS],
    code: { source: true, lines: false },
    schemas: Object.entries(schemas).map(([name, schema]) => ({ $id: SCHEMAS + name, ...schema })),
  });
  const names = REQUEST_CLASSES.map(({ name }) => [name, SCHEMAS + name]);
  return standaloneCode.default(ajv, Object.fromEntries(names) as Record<string, string>);
}

/** `node generate.js FILE`: a step of the build. */
if (
  process.argv[1] !== undefined &&
  import.meta.url.endsWith('/generate.js') &&
  process.argv[2] !== undefined
) {
  writeFileSync(process.argv[2], validatorsSource());
}
