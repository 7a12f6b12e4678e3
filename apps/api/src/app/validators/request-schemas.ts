import { DETAIL, type JsonSchema } from '#validation';
import { schemasOf } from '#validation/schemas';
import { REQUEST_CLASSES } from './request-classes.js';

/** Returns the schemas of requests. They are closed: an unknown field is a validation error. */
export function requestSchemas(): Record<string, JsonSchema> {
  const schemas = schemasOf(REQUEST_CLASSES);
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      { ...schema, additionalProperties: false, [DETAIL]: 'must be a JSON object' },
    ]),
  );
}
