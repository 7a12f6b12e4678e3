import { ValidateBy } from 'class-validator';
import type { JsonSchema } from './json-schema.js';

export const SCHEMA_OVERRIDE = 'forReaders';

/** Keyword in the schemas: what the OpenAPI document says in place of the rest. Validators pass it over. */
export const OVERRIDE = 'x-readers';

/** Where the other decorators say less than is known, or it in words that only validators want; `false`: nothing. */
export const SchemaOverride = (schema: JsonSchema | false): PropertyDecorator =>
  ValidateBy({ name: SCHEMA_OVERRIDE, constraints: [schema], validator: { validate: () => true } });
