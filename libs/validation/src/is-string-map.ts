import { ValidateBy, buildMessage } from 'class-validator';

/** The shape of an object whose members are all strings. */
export interface StringMapRule {
  readonly names: RegExp;
  readonly values: RegExp;
  readonly maxEntries?: number;
}

export const IS_STRING_MAP = 'isStringMap';

/**
 * Requires an object whose members are all strings. The metadata contains the rule, so that the JSON Schema is made
 * from the same rule.
 */
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
