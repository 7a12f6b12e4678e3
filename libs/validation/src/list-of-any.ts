import { ValidateBy } from 'class-validator';
import type { Class } from './class.js';

export const LIST_OF_ANY = 'listOfAny';

/** Keyword in the schemas: what the items are, for readers. Validators pass it over. */
export const EACH = 'x-each';

export interface ListOfAnyRule {
  /** Classes of the items, by the value of the discriminator, where there is one. */
  readonly of: () => Readonly<Record<string, Class>>;
  /** The member that says which class an item is of. */
  readonly discriminator?: string;
  readonly min?: number;
  readonly max?: number;
}

/** A list whose items are checked one by one by anyone who uses them, so that one that is wrong is its own error only. */
export function ListOfAny(rule: ListOfAnyRule, message?: string): PropertyDecorator {
  const { min = 0, max = Infinity } = rule;
  const validate = (value: unknown): boolean =>
    Array.isArray(value) && value.length >= min && value.length <= max;
  return ValidateBy(
    { name: LIST_OF_ANY, constraints: [rule], validator: { validate } },
    message === undefined ? undefined : { message },
  );
}
