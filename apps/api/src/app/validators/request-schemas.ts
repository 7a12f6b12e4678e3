import { DETAIL, type JsonSchema } from '#validation';
import { schemasOf } from '#validation/schemas';
import { REQUEST_CLASSES } from './request-classes.js';

/** Requests are closed: a field that is not known is a mistake, and not to be passed over. */
export function requestSchemas(): Record<string, JsonSchema> {
  const schemas = schemasOf(REQUEST_CLASSES);
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [
      name,
      { ...schema, additionalProperties: false, [DETAIL]: 'must be a JSON object' },
    ]),
  );
}
