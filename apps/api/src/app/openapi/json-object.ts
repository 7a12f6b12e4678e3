/** A part of the document: what OpenAPI 3.1 calls an object. */
export interface JsonObject {
  readonly [member: string]: unknown;
}

/** Returns an object with a member for each item of a list. */
export const byName = <T, V>(
  list: readonly T[],
  entry: (item: T) => readonly [string, V],
): Record<string, V> => Object.fromEntries(list.map(entry));
