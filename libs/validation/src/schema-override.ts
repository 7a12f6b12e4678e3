import { ValidateBy } from 'class-validator';
import type { JsonSchema } from './json-schema.js';

export const SCHEMA_OVERRIDE = 'forReaders';

/**
 * A keyword in the schemas whose value replaces the rest of the schema in the OpenAPI document. Validators ignore it.
 */
export const OVERRIDE = 'x-readers';

/**
 * Replaces the schema of a property in the OpenAPI document, if the other decorators say too little or only what
 * validators need. With `false`, the property is not in the document.
 */
export const SchemaOverride = (schema: JsonSchema | false): PropertyDecorator =>
  ValidateBy({ name: SCHEMA_OVERRIDE, constraints: [schema], validator: { validate: () => true } });
