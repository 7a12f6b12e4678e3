import { ValidateBy } from 'class-validator';
import type { Class } from './class.js';

export const LIST_OF_ANY = 'listOfAny';

/** A keyword in the schemas that documents the items of a list. Validators ignore it. */
export const EACH = 'x-each';

export interface ListOfAnyRule {
  /** The classes of the items. If there is a discriminator, its values are the keys. */
  readonly of: () => Readonly<Record<string, Class>>;
  /** The member that says which class an item belongs to. */
  readonly discriminator?: string;
  readonly min?: number;
  readonly max?: number;
}

/**
 * Requires a list, without checking its items. The code that uses the list checks each item by itself, so that an
 * invalid item doesn't invalidate the others.
 */
export function ListOfAny(rule: ListOfAnyRule, message?: string): PropertyDecorator {
  const { min = 0, max = Infinity } = rule;
  const validate = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= min && value.length <= max;
  return ValidateBy(
    { name: LIST_OF_ANY, constraints: [rule], validator: { validate } },
    message === undefined ? undefined : { message },
  );
}
