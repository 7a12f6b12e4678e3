import { SCHEMAS } from '../validation/schemas.js';
import type { Docstrings } from './docstrings.js';
import { byName, type JsonObject } from './json-object.js';
import type { OperationFacts } from './operation.decorator.js';
import { parameters, requestBody } from './operation-request.js';
import { problemResponses } from './problem-responses.js';
import type { Route } from './routes.js';

/** OpenAPI 3.1 §4.8.10. */
export function operation(route: Route, docstrings: Docstrings): JsonObject {
  const { facts, permission } = route;
  const body = requestBody(route);
  return {
    operationId: facts.id,
    tags: [facts.tag],
    summary: facts.summary,
    description: descriptionOf(route, docstrings),
    ...(typeof permission === 'string' && { security: [] }),
    parameters: parameters(route, docstrings),
    ...(body && { requestBody: body }),
    responses: responses(route, docstrings),
  };
}

/** @throws Error for a handler without a docstring */
function descriptionOf({ controller, handler, permission }: Route, docstrings: Docstrings): string {
  const text = docstrings.ofMember(controller.name, handler);
  if (text === undefined) throw new Error(`${controller.name}.${handler} lacks a docstring`);
  if (typeof permission === 'string') return text;
  return `${text} Needs a grant of ${permission.map((action) => `\`${action}\``).join(' or ')}.`;
}

/** Where a status comes with an answer or with a problem, the media type tells which. */
function responses(route: Route, docstrings: Docstrings): JsonObject {
  const { status, facts } = route;
  const problems = problemResponses(route);
  return {
    ...byName(problems, ({ status: refused, name }) => [
      String(refused),
      { $ref: `#/components/responses/${name}` },
    ]),
    ...byName([status, ...(facts.also ?? [])], (each) => {
      const problem = problems.find((other) => other.status === each)?.response;
      return [String(each), withProblem(answer(each, route, docstrings), problem)];
    }),
  };
}

function answer(status: number, { permission, facts }: Route, docstrings: Docstrings): JsonObject {
  const { answer: type, answersList, links } = facts;
  const headers = [
    'x-request-id',
    ...(typeof permission === 'string' ? [] : ['ratelimit', 'ratelimit-policy']),
    ...(status === 201 ? ['location'] : []),
  ];
  return {
    description: (type && docstrings.ofClass(type.name)) ?? 'Done.',
    headers: byName(headers, (name) => [name, { $ref: `#/components/headers/${name}` }]),
    ...(type && {
      content: { 'application/json': { schema: answersList ? listOf(schemaOf(type)) : schemaOf(type) } },
    }),
    ...(links && { links: linksOf(links) }),
  };
}

const schemaOf = (type: new () => object): JsonObject =>
  type === Object ? { type: 'object' } : { $ref: SCHEMAS + type.name };

const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });

const linksOf = (links: NonNullable<OperationFacts['links']>): JsonObject =>
  byName(Object.entries(links), ([operationId, { parameters: own, ...body }]) => [
    operationId,
    { operationId, parameters: { tenant: '$request.path.tenant', ...own }, ...body },
  ]);

function withProblem(response: JsonObject, problem: JsonObject | undefined): JsonObject {
  if (!problem) return response;
  return {
    ...response,
    description: problem['description'],
    headers: { ...(response['headers'] as object), ...(problem['headers'] as object) },
    content: { ...(response['content'] as object), ...(problem['content'] as object) },
  };
}
