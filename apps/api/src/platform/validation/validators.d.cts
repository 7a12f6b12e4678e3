/** What the build makes of the request classes: see generate.ts. By class name. */
declare const validators: Record<string, validators.Validator | undefined>;

declare namespace validators {
  interface Validator {
    (value: unknown): boolean;
    /** What the whole value must be, where a class is validated. */
    readonly place?: Place;
  }

  /** What one value of a request must be: exactly one of `object`, `map`, `list` and `check` is there. */
  interface Place {
    /** What is wanted, in words. */
    readonly detail: string;
    /** The same for a value that is missing. */
    readonly missing: string;
    /** An object of a class. */
    readonly object?: ObjectPlace;
    /** An object whose members have names and values of one kind; `max` is `null` where their number has no limit. */
    readonly map?: { readonly max: number | null; readonly names: Validator; readonly values: Validator };
    /** `max` is `null` where the number of items has no limit. */
    readonly list?: { readonly min: number; readonly max: number | null; readonly items: Place };
    /** A value that is valid or not as a whole. */
    readonly check?: Validator;
  }

  interface ObjectPlace {
    readonly required: readonly string[];
    /** Those that are known. Has no prototype. */
    readonly members: Readonly<Record<string, Place>>;
  }
}

export = validators;
