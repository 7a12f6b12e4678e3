import { MATCHES, ValidateBy, type ValidationOptions } from 'class-validator';

/** A rule for a text, for cases in which a pattern can't express the whole rule or needs more than one message. */
export interface TextRule {
  /** The part of the rule that a pattern can express. The JSON Schema contains this pattern. */
  readonly pattern: RegExp;
  /** The message for a value that is not a text: "must be …". */
  readonly wanted: string;
  /** Checks a text. @returns what is wrong, to complete "<path> …"; `undefined` for a valid text */
  readonly wrong: (text: string) => string | undefined;
}

/** Returns a decorator like class-validator's `@Matches`, with a rule instead of a pattern. */
export function FollowsRule(rule: TextRule, options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) => violation(rule, value) === undefined;
  return ValidateBy(
    { name: MATCHES, constraints: [rule.pattern, rule], validator: { validate } },
    { ...options, message: rule.wanted },
  );
}

export const violation = ({ wrong, wanted }: TextRule, value: unknown): string | undefined =>
  typeof value === 'string' ? wrong(value) : wanted;

/** Returns the rule from the metadata of `@FollowsRule`; `undefined` for other decorators. */
export const textRuleOf = (constraints: readonly unknown[] | undefined): TextRule | undefined =>
  constraints?.[0] instanceof RegExp ? (constraints[1] as TextRule | undefined) : undefined;
