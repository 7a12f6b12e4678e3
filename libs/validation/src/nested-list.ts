import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayMinSize, IsArray, IsObject, ValidateNested } from 'class-validator';

/** Requires a list of objects of a class. `@ValidateNested` alone also accepts lists in the list. */
export const NestedList = (
  type: () => new () => object,
  { min = 0, max }: { readonly min?: number; readonly max: number },
  message: string,
): PropertyDecorator =>
  applyDecorators(
    IsArray({ message }),
    ArrayMinSize(min, { message }),
    ArrayMaxSize(max, { message }),
    IsObject({ each: true, message }),
    ValidateNested({ each: true, message }),
    Type(type),
  );
