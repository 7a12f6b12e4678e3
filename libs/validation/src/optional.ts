import { ValidateIf } from 'class-validator';

/**
 * Allows a property to be left out, but not to be `null`. With class-validator's own `@IsOptional`, `null` would not be
 * checked.
 */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
