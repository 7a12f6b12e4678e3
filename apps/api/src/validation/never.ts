import { ValidateBy } from 'class-validator';

export const NEVER = 'never';

/** Known, so that it can be refused with words of its own. */
export const Never = (message: string): PropertyDecorator =>
  ValidateBy({ name: NEVER, validator: { validate: () => false } }, { message });
