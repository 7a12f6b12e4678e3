import { applyDecorators } from '@nestjs/common';
import { Type } from 'class-transformer';
import { ArrayNotEmpty, ArrayUnique, IsArray, IsObject, ValidateNested } from 'class-validator';

interface ListOf {
  /** "must be a list of …" */
  readonly of: string;
  /** What an empty list lacks; left out where a list may be empty. */
  readonly empty?: string;
}

/** A list of different texts. What each may be, decorators with `each` say. */
export const List = (list: ListOf): PropertyDecorator =>
  applyDecorators(ArrayUnique({ message: 'stands in the list already; remove it' }), AnyList(list));

/** A list of objects of one class. `@ValidateNested` alone lets lists in the list through. */
export const NestedList = (type: () => new () => object, list: ListOf, item: string): PropertyDecorator =>
  applyDecorators(
    ValidateNested({ each: true, message: item }),
    Type(type),
    IsObject({ each: true, message: item }),
    AnyList(list),
  );

/** The first thing that is said of a value is what the last of its decorators says: that it is no list. */
const AnyList = ({ of, empty }: ListOf): PropertyDecorator =>
  applyDecorators(
    ...(empty === undefined ? [] : [ArrayNotEmpty({ message: `must not be empty: ${empty}` })]),
    IsArray({ message: `must be a list of ${of}` }),
  );
