// This module is for the build and for tests. Production contains only its result.

export interface JsonSchema {
  readonly [keyword: string]: unknown;
}
