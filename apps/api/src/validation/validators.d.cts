/** What the build makes of the request classes: see generate.ts. By class name. */
declare const validators: Record<string, validators.Validator | undefined>;

declare namespace validators {
  interface ValidationError {
    readonly instancePath: string;
    readonly keyword: string;
    readonly params: Readonly<Record<string, unknown>>;
    /** The name that is wrong, where it is a name. */
    readonly propertyName?: string;
    /** The schema that was not met, with the words of the decorators. */
    readonly parentSchema: Readonly<Record<string, unknown>>;
  }

  interface Validator {
    (value: unknown): boolean;
    errors?: readonly ValidationError[] | null;
  }
}

export = validators;
