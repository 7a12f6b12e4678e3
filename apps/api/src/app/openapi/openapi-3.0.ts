import type { JsonObject } from './json-object.js';

/**
 * The same document as OpenAPI 3.0.3, for tools that know no other. It says what 3.0 can say; paths, names and what is on
 * the wire are alike.
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

/** 3.0 has no `propertyNames` (JSON Schema 2020-12). Beside a reference 3.0 allows nothing (§4.7.23.1), so that a description needs `allOf`. */
function reference({ $ref, description }: JsonObject): JsonObject {
  return description === undefined ? { $ref } : { allOf: [{ $ref }], description };
}
