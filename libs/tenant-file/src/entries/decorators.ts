import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsObject, ValidateNested } from 'class-validator';

interface ListOf {
  /** The text after "must be a list of" in messages. */
  readonly of: string;
  /** The fix for an empty list; left out if the list may be empty. */
  readonly empty?: string;
}

/** Checks for a list of texts without duplicates. Decorators with `each` check the items. */
export const List = (list: ListOf): PropertyDecorator =>
  applyDecorators(ArrayUnique({ message: 'is in the list already; remove it' }), AnyList(list));

/** Checks for a list of objects of one class. `@ValidateNested` alone accepts lists in the list. */
export const NestedList = (type: () => new () => object, list: ListOf, item: string): PropertyDecorator =>
  applyDecorators(
    ValidateNested({ each: true, message: item }),
    Type(type),
    IsObject({ each: true, message: item }),
    AnyList(list),
  );

/**
 * Checks for a list. The last decorator of a member is checked first, so that a value that is not a list is reported as
 * such.
 */
const AnyList = ({ of, empty }: ListOf): PropertyDecorator =>
  applyDecorators(
    ...(empty === undefined ? [] : [ArrayNotEmpty({ message: `must not be empty: ${empty}` })]),
    IsArray({ message: `must be a list of ${of}` }),
  );
