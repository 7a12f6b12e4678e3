import { SCHEMAS } from '#validation/schemas';
import { PROBLEMS, type ProblemCode } from '../../platform/problems/problem-table.js';
import { CompanionProblem, Problem, PROBLEM_MEDIA_TYPE } from '../../platform/problems/problem.js';
import type { Handler } from './handlers.js';
import { byName, type JsonObject } from './json-object.js';

/** What can happen to a request whatever its route: most of it before a route is looked for. */
const OF_EVERY_ROUTE = [
  'invalid_request',
  'method_not_allowed',
  'not_acceptable',
  'request_timeout',
  'uri_too_long',
  'headers_too_large',
  'service_unavailable',
] as const;
const OF_GUARDED_ROUTES = ['invalid_token', 'access_denied', 'rate_limited', 'issuer_unavailable'] as const;
const OF_CAPABILITY_ROUTES = [
  'session_not_active',
  'access_denied',
  'rate_limited',
  'sealing_unavailable',
] as const;
const OF_ROUTES_WITH_BODIES = ['malformed_json', 'body_too_large', 'unsupported_media_type'] as const;

/** Every code that the handler can meet, in the order of the problem table. */
export function problemsOf({ permission, body, facts }: Handler): ProblemCode[] {
  const met = new Set<ProblemCode>([
    ...OF_EVERY_ROUTE,
    ...(typeof permission === 'string' ? [] : OF_GUARDED_ROUTES),
    ...(permission === 'capability' ? OF_CAPABILITY_ROUTES : []),
    ...(body ? OF_ROUTES_WITH_BODIES : []),
    ...(facts.problems ?? []),
  ]);
  return (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => met.has(code));
}

/** Header fields beside `x-request-id`, by status. */
const HEADERS: Readonly<Record<number, string | readonly string[]>> = {
  401: 'www-authenticate',
  405: 'allow',
  429: ['retry-after', 'ratelimit', 'ratelimit-policy'],
  503: 'retry-after',
};

/** An answer that refuses, for a status of a handler. */
export interface ProblemResponse {
  readonly status: number;
  /** Of the component: handlers share them. */
  readonly name: string;
  readonly response: JsonObject;
}

/** RFC 9457 answers of a handler, one for each status. */
export function problemResponses(handler: Handler): ProblemResponse[] {
  const byStatus = Object.groupBy(problemsOf(handler), (code) => PROBLEMS[code].status);
  return Object.values(byStatus).map((codes) => {
    const { status } = PROBLEMS[codes[0]!];
    const prefix = examplePrefix(handler);
    return { status, name: prefix + codes.join('.'), response: problemResponse(status, codes, prefix) };
  });
}

/** Of the names of examples: Uppy's problems say more. */
export const examplePrefix = ({ permission }: Handler): '' | 'uppy.' =>
  permission === 'capability' ? 'uppy.' : '';

function problemResponse(status: number, codes: readonly ProblemCode[], prefix: '' | 'uppy.'): JsonObject {
  const headers = ['x-request-id', HEADERS[status] ?? []].flat();
  return {
    description: codes.map((code) => `${PROBLEMS[code].title} (\`${code}\`).`).join(' '),
    headers: byName(headers, (name) => [name, { $ref: `#/components/headers/${name}` }]),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: {
          allOf: [{ $ref: SCHEMAS + (prefix === '' ? Problem : CompanionProblem).name }],
          properties: { status: { const: status }, code: { enum: codes } },
        },
        examples: byName(codes, (code) => [code, { $ref: `#/components/examples/${prefix}${code}` }]),
      },
    },
  };
}
