import type { JsonObject } from './json-object.js';

/**
 * Converts the document to OpenAPI 3.0.3, for tools that support no later version. Features that 3.0 lacks are left
 * out. Paths, names and the described requests and answers stay the same.
 */
export function openApi30(document: JsonObject): JsonObject {
  const { info, ...rest } = convert(document) as { info: JsonObject };
  const { summary: _, license: __, ...plainInfo } = info;
  return {
    ...rest,
    openapi: '3.0.3',
    info: { ...plainInfo, license: { name: 'MIT', url: 'https://opensource.org/license/mit' } },
  };
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  const object = value as JsonObject;
  if (typeof object['$ref'] === 'string') return reference(object);
  return Object.fromEntries(
    Object.entries(object)
      .filter(([name]) => name !== 'propertyNames')
      .map(([name, member]) => [name, name === 'value' || name === 'example' ? member : convert(member)]),
  );
}

/**
 * Converts a reference. OpenAPI 3.0 has no `propertyNames` (JSON Schema 2020-12), and allows no siblings of a reference
 * (§4.7.23.1), so a description needs `allOf`.
 */
function reference({ $ref, description }: JsonObject): JsonObject {
  return description === undefined ? { $ref } : { allOf: [{ $ref }], description };
}
