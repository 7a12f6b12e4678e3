import { getSchemaPath, type ApiBodyOptions, type ApiQueryOptions } from '@nestjs/swagger';
import type { Class } from '#validation';
import { requestSchemas } from '../validators/request-schemas.js';
import { parameterSchema } from './client-shapes.js';
import { published } from './component-schemas.js';
import type { Docstrings } from './docstrings.js';
import { byName, type JsonObject } from './json-object.js';

/**
 * Returns the parameters of a query (OpenAPI 3.1 §4.8.12), one for each property of the class that validates the query.
 */
export function queryOptions(
  { name: type }: Class,
  docstrings: Docstrings,
  examples: Examples = {},
): ApiQueryOptions[] {
  const { properties, required = [] } = published(type, requestSchemas()[type]!, docstrings) as {
    properties: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    required: required.includes(name),
    description: description as string,
    ...(schema['type'] === 'object' && { style: 'deepObject', explode: true }),
    schema: parameterSchema(schema),
    ...examplesOf(examples, name),
  }));
}

/** Returns the examples of the requests that have the parameter. */
function examplesOf(examples: Examples, name: string) {
  const having = Object.entries(examples).filter(([, request]) => name in request);
  if (having.length === 0) return {};
  const requests = Object.fromEntries(having) as Examples;
  return { examples: exampleObjects(requests, (request) => (request as JsonObject)[name]) };
}

/** Returns the request body (OpenAPI 3.1 §4.8.13) with the schema of the class that validates it. */
export const bodyOptions = (type: Class, examples: Examples = {}): ApiBodyOptions => ({
  required: true,
  schema: { $ref: getSchemaPath(type) },
  examples: exampleObjects(examples, (request) => request),
});

type Examples = Readonly<Record<string, object>>;

const exampleObjects = (
  examples: Examples,
  valueOf: (request: object) => unknown,
): Record<string, JsonObject> =>
  byName(Object.entries(examples), ([title, request]) => [
    title.replace(/[^\w]+/g, '-'),
    { summary: title, value: valueOf(request) },
  ]);
