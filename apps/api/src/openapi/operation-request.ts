import { requestSchemas, SCHEMAS } from '../validation/schemas.js';
import { published } from './component-schemas.js';
import type { Docstrings } from './docstrings.js';
import { byName, type JsonObject } from './json-object.js';
import type { Route } from './routes.js';

/** OpenAPI 3.1 §4.8.12: of the path, of the query's class, and the request's id. */
export function parameters({ path, query, facts }: Route, docstrings: Docstrings): JsonObject[] {
  const inPath = Array.from(path.matchAll(/\{(\w+)\}/g), ([, name]) => reference(name!));
  const inQuery = query ? queryParameters(query.name, docstrings, facts.examples) : [];
  return [...inPath, ...inQuery, reference('x-request-id')];
}

const reference = (name: string): JsonObject => ({ $ref: `#/components/parameters/${name}` });

function queryParameters(type: string, docstrings: Docstrings, examples: Examples = {}): JsonObject[] {
  const { properties, required = [] } = published(type, requestSchemas()[type]!, docstrings) as {
    properties: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, { description, ...schema }]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    description,
    ...(schema['type'] === 'object' && { style: 'deepObject', explode: true }),
    schema,
    ...examplesOf(examples, name),
  }));
}

/** Of the requests that have the parameter. */
function examplesOf(examples: Examples, name: string) {
  const having = Object.entries(examples).filter(([, request]) => name in request);
  if (having.length === 0) return {};
  const requests = Object.fromEntries(having) as Examples;
  return { examples: exampleObjects(requests, (request) => (request as JsonObject)[name]) };
}

/** OpenAPI 3.1 §4.8.13. */
export function requestBody({ body, facts }: Route): JsonObject | undefined {
  if (!body) return undefined;
  const examples = exampleObjects(facts.examples ?? {}, (request) => request);
  const schema = { $ref: SCHEMAS + body.name };
  return { required: true, content: { 'application/json': { schema, examples } } };
}

type Examples = Readonly<Record<string, object>>;

const exampleObjects = (examples: Examples, valueOf: (request: object) => unknown): JsonObject =>
  byName(Object.entries(examples), ([title, request]) => [
    title.replace(/[^\w]+/g, '-'),
    { summary: title, value: valueOf(request) },
  ]);
