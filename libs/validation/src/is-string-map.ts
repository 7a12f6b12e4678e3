import { ValidateBy, buildMessage } from 'class-validator';

/** Shape of an object whose members are all strings. */
export interface StringMapRule {
  readonly names: RegExp;
  readonly values: RegExp;
  readonly maxEntries?: number;
}

export const IS_STRING_MAP = 'isStringMap';

/** An object of strings by name. The rule stands in the metadata, from which the JSON Schema is made too. */
export function IsStringMap(rule: StringMapRule, message?: string): PropertyDecorator {
  return ValidateBy(
    {
      name: IS_STRING_MAP,
      constraints: [rule],
      validator: {
        validate: (value) => isStringMap(value, rule),
        defaultMessage: buildMessage((each) => `${each}$property must be an object of strings`),
      },
    },
    message === undefined ? undefined : { message },
  );
}

function isStringMap(value: unknown, { names, values, maxEntries = Infinity }: StringMapRule): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const entries = Object.entries(value);
  if (entries.length > maxEntries) return false;
  return entries.every(([name, text]) => names.test(name) && typeof text === 'string' && values.test(text));
}
