import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsObject, ValidateNested } from 'class-validator';

/** Requires one object of a class. `@ValidateNested` alone also accepts `null` and lists. */
export const Nested = (type: () => new () => object, message: string): PropertyDecorator =>
  applyDecorators(IsObject({ message }), ValidateNested({ message }), Type(type));
