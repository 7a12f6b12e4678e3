import { applyDecorators } from '@nestjs/common';
import { ValidateBy } from 'class-validator';
import { SchemaOverride } from './schema-override.js';

export const NEVER = 'never';

/** Known, so that it can be refused with words of its own; the document knows nothing of it. */
export const Never = (message: string): PropertyDecorator =>
  applyDecorators(
    ValidateBy({ name: NEVER, validator: { validate: () => false } }, { message }),
    SchemaOverride(false),
  );
