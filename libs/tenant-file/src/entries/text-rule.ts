import { MATCHES, ValidateBy, type ValidationOptions } from 'class-validator';

/** What a text must be, if a pattern can't say it all, or one message would not explain every error. */
export interface TextRule {
  /** As much of it as a pattern can say: this stands in the JSON Schema. */
  readonly pattern: RegExp;
  /** What is wrong with what is no text at all: "must be …". */
  readonly wanted: string;
  /** @returns what is wrong, to complete "<path> …"; `undefined` for a good text */
  readonly wrong: (text: string) => string | undefined;
}

/** class-validator's `@Matches`, with a rule instead of a pattern. */
export function FollowsRule(rule: TextRule, options?: ValidationOptions): PropertyDecorator {
  const validate = (value: unknown) => violation(rule, value) === undefined;
  return ValidateBy(
    { name: MATCHES, constraints: [rule.pattern, rule], validator: { validate } },
    { ...options, message: rule.wanted },
  );
}

export const violation = ({ wrong, wanted }: TextRule, value: unknown): string | undefined =>
  typeof value === 'string' ? wrong(value) : wanted;

/** The rule behind the metadata of `@FollowsRule`; `undefined` for other decorators. */
export const textRuleOf = (constraints: readonly unknown[] | undefined): TextRule | undefined =>
  constraints?.[0] instanceof RegExp ? (constraints[1] as TextRule | undefined) : undefined;
