import type { OpenAPIObject } from '@nestjs/swagger';
import { byName, type JsonObject } from './json-object.js';

interface Operation {
  readonly parameters: readonly { readonly in: string }[];
  readonly responses: Readonly<Record<string, object>>;
}

/**
 * Returns the paths with references (OpenAPI 3.1 §4.8.23) that the package can't write. It moves the `$ref` of a
 * parameter into the parameter's schema. It also adds an empty description to the `$ref` of a response, which would
 * override the referenced description.
 */
export const pathsWithReferences = (paths: OpenAPIObject['paths']): JsonObject =>
  byName(Object.entries(paths), ([path, item]) => [
    path,
    byName(Object.entries(item), ([method, operation]) => [
      method,
      withReferences(path, operation as Operation),
    ]),
  ]);

function withReferences(path: string, operation: Operation): JsonObject {
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => reference(name!));
  const others = operation.parameters.filter((parameter) => parameter.in !== 'path');
  return {
    ...operation,
    parameters: [...inPath, ...others, reference('x-request-id')],
    responses: byName(Object.entries(operation.responses), ([status, response]) => [
      status,
      '$ref' in response ? { $ref: response.$ref } : response,
    ]),
  };
}

const reference = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });
