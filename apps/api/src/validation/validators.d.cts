/** What the build makes of the request classes: see generate.ts. By class name. */
declare const validators: Record<string, validators.Validator | undefined>;

declare namespace validators {
  interface ValidationError {
    readonly instancePath: string;
    readonly keyword: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly message?: string;
  }

  interface Validator {
    (value: unknown): boolean;
    errors?: readonly ValidationError[] | null;
  }
}

export = validators;
