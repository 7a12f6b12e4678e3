import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
  DECORATORS,
  getSchemaPath,
  type ApiResponseOptions,
} from '@nestjs/swagger';
import type { Action } from '#tenant-file';
import type { OperationFacts } from '../../platform/openapi/operation.decorator.js';
import { answerExample } from './answer-examples.js';
import type { Docstrings } from './docstrings.js';
import { methodOf, type Handler } from './handlers.js';
import { byName, type JsonObject } from './json-object.js';
import { problemResponses } from './problem-responses.js';
import { bodyOptions, queryOptions } from './request-options.js';

/**
 * Applies the decorators of `@nestjs/swagger` to a handler. They are not in the source because production must not
 * import the package. The decorators of an earlier call are replaced.
 *
 * @param all all handlers, which share responses
 * @throws Error for a handler without a docstring
 */
export function decorate(handler: Handler, all: readonly Handler[], docstrings: Docstrings): void {
  const { controller, name } = handler;
  const decorator = ApiHandler(handler, all, docstrings);
  const method = methodOf(controller, name);
  // A second @ApiResponse for a status would append its description to the first one's.
  for (const key of Object.values(DECORATORS)) Reflect.deleteMetadata(key, method);
  decorator(controller.prototype as object, name, { value: method });
}

function ApiHandler(handler: Handler, all: readonly Handler[], docstrings: Docstrings): MethodDecorator {
  const { facts, permission, body, query } = handler;
  return applyDecorators(
    ApiTags(facts.tag),
    ApiOperation({
      summary: facts.summary,
      description: descriptionOf(handler, docstrings),
      ...(typeof permission === 'string' && { security: [] }),
    }),
    ...(query ? queryOptions(query, docstrings, facts.examples).map(ApiQuery) : []),
    ...(body ? [ApiBody(bodyOptions(body, facts.examples))] : []),
    ...Object.entries(responses(handler, all, docstrings)).map(([status, response]) =>
      ApiResponse({ ...(response as ApiResponseOptions), status: Number(status) }),
    ),
  );
}

/**
 * Returns the description of a handler.
 *
 * @throws Error for a handler without a docstring
 */
function descriptionOf({ controller, name, permission }: Handler, docstrings: Docstrings): string {
  const text = docstrings.ofMember(controller.name, name);
  if (text === undefined) throw new Error(`${controller.name}.${name} lacks a docstring`);
  return typeof permission === 'string'
    ? text
    : `${text} The caller needs a grant of ${grantsOf(permission)}.`;
}

/** Returns the actions of which the caller needs a grant. An action on versions needs a grant of its own. */
function grantsOf(actions: readonly Action[]): string {
  const names = actions.map((action) => `\`${action}\``);
  const [action, other] = actions;
  if (actions.length === 2 && other === `${action}Version`)
    return `${names[0]} or, with \`versionId\`, of ${names[1]}`;
  return EITHER.format(names);
}

const EITHER = new Intl.ListFormat('en', { type: 'disjunction' });

/**
 * Returns the responses of a handler. If an answer and a problem have the same status, the media type distinguishes
 * them.
 */
function responses(handler: Handler, all: readonly Handler[], docstrings: Docstrings): JsonObject {
  const { status, facts } = handler;
  const problems = problemResponses(handler, all);
  return {
    ...byName(problems, ({ status: refused, name }) => [
      String(refused),
      { $ref: `#/components/responses/${name}` },
    ]),
    ...byName([status, ...(facts.also ?? [])], (each) => {
      const problem = problems.find((other) => other.status === each)?.response;
      return [String(each), withProblem(answer(each, handler, docstrings), problem)];
    }),
  };
}

function answer(status: number, { permission, facts }: Handler, docstrings: Docstrings): JsonObject {
  const { answer: type, answersList, links } = facts;
  const headers = [
    'x-request-id',
    ...(typeof permission === 'string' ? [] : ['ratelimit', 'ratelimit-policy']),
    ...(status === 201 ? ['location'] : []),
  ];
  return {
    description: answersList ?? (type && docstrings.ofClass(type.name)) ?? 'The operation succeeded.',
    headers: byName(headers, (name) => [name, { $ref: `#/components/headers/${name}` }]),
    ...(type && {
      content: {
        'application/json': {
          schema: answersList !== undefined ? listOf(schemaOf(type)) : schemaOf(type),
          ...answerExample(facts.id),
        },
      },
    }),
    ...(links && { links: linksOf(links) }),
  };
}

const schemaOf = (type: new () => object): JsonObject =>
  type === Object ? { type: 'object' } : { $ref: getSchemaPath(type) };

const listOf = (items: JsonObject): JsonObject => ({ type: 'array', items });

const linksOf = (links: NonNullable<OperationFacts['links']>): JsonObject =>
  byName(Object.entries(links), ([operationId, { parameters: own, ...more }]) => [
    operationId,
    { operationId, parameters: { tenant: '$request.path.tenant', ...own }, ...more },
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
