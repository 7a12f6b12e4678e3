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
    ...(permission === 'public' && { security: [] }),
    parameters: parameters(route, docstrings),
    ...(body && { requestBody: body }),
    responses: responses(route, docstrings),
  };
}

/** @throws Error for a handler without a docstring */
function descriptionOf({ controller, handler, permission }: Route, docstrings: Docstrings): string {
  const text = docstrings.ofMember(controller.name, handler);
  if (text === undefined) throw new Error(`${controller.name}.${handler} lacks a docstring`);
  if (permission === 'public') return text;
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
  const { answer: kind, links } = facts;
  const type = kind?.name;
  const headers = [
    'x-request-id',
    ...(permission === 'public' ? [] : ['ratelimit', 'ratelimit-policy']),
    ...(status === 201 ? ['location'] : []),
  ];
  return {
    description: type === undefined ? 'Done.' : (docstrings.ofClass(type) ?? type),
    headers: byName(headers, (name) => [name, { $ref: `#/components/headers/${name}` }]),
    ...(type !== undefined && { content: { 'application/json': { schema: { $ref: SCHEMAS + type } } } }),
    ...(links && { links: linksOf(links) }),
  };
}

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
