import { ValidateBy } from 'class-validator';
import type { JsonSchema } from './schemas.js';

export const FOR_READERS = 'forReaders';

/** Keyword in the schemas: what the OpenAPI document says in place of the rest. Validators pass it over. */
export const READERS = 'x-readers';

/** Where the other decorators say less than is known, or it in words that only validators want; `false`: nothing. */
export const ForReaders = (schema: JsonSchema | false): PropertyDecorator =>
  ValidateBy({ name: FOR_READERS, constraints: [schema], validator: { validate: () => true } });
