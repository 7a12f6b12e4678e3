import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { SchemaOverride } from './schema-override.js';

export const NEVER = 'never';

/** Refuses a known property with a message of its own. The property is not in the OpenAPI document. */
export const Never = (message: string): PropertyDecorator =>
  applyDecorators(
    ValidateBy({ name: NEVER, validator: { validate: () => false } }, { message }),
    SchemaOverride(false),
  );
