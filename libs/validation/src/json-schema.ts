// For the build and for tests: production carries the result and none of this.

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}
