import { ValidateIf } from 'class-validator';

/** May be left out, but not `null`: class-validator's own `@IsOptional` would let `null` through unchecked. */
export const Optional = (): PropertyDecorator => ValidateIf((_, value) => value !== undefined);
