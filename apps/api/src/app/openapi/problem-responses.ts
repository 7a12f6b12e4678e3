import { STATUS_CODES } from 'node:http';
import { SCHEMAS } from '#validation/schemas';
import { PROBLEMS, type ProblemCode } from '../../platform/problems/problem-table.js';
import { CompanionProblem, Problem, PROBLEM_MEDIA_TYPE } from '../../platform/problems/problem.js';
import type { Handler } from './handlers.js';
import { byName, type JsonObject } from './json-object.js';

/** The problem codes that any request can get, most of them before its route is found. */
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

/** Returns every problem code that the handler can answer, in the order of the problem table. */
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

/** The header fields of a refusal besides `x-request-id`, by status. */
const HEADERS: Readonly<Record<number, string | readonly string[]>> = {
  401: 'www-authenticate',
  405: 'allow',
  429: ['retry-after', 'ratelimit', 'ratelimit-policy'],
  503: 'retry-after',
};

/** The response of a handler for one refused status. */
export interface ProblemResponse {
  readonly status: number;
  /** The name of the component, which several handlers may share. */
  readonly name: string;
  readonly response: JsonObject;
}

/** Returns the problem responses (RFC 9457) of a handler, one for each status. */
export function problemResponses(handler: Handler, all: readonly Handler[]): ProblemResponse[] {
  const byStatus = Object.groupBy(problemsOf(handler), (code) => PROBLEMS[code].status);
  return Object.values(byStatus).map((codes) => {
    const { status } = PROBLEMS[codes[0]!];
    const prefix = examplePrefix(handler);
    const name =
      codes.length === 1 ? ofOneCode(prefix, codes[0]!) : ofFirstOperation(status, codes, prefix, all);
    return { status, name, response: problemResponse(status, codes, prefix) };
  });
}

const ofOneCode = (prefix: string, code: ProblemCode): string =>
  `${prefix === '' ? '' : 'Uppy'}${code.split('_').map(capitalized).join('')}`;

/**
 * Returns a name from the first operation with the same codes, such as `SignUploadBadRequest`.
 *
 * @throws Error for a name that is too long
 */
function ofFirstOperation(
  status: number,
  codes: readonly ProblemCode[],
  prefix: string,
  all: readonly Handler[],
): string {
  const first = all.find(
    (handler) =>
      examplePrefix(handler) === prefix &&
      problemsOf(handler)
        .filter((code) => PROBLEMS[code].status === status)
        .join() === codes.join(),
  )!;
  const name = capitalized([first.facts.id].flat()[0]!) + STATUS_CODES[status]!.replaceAll(/\W/g, '');
  if (name.length > MAX_NAME) throw new Error(`the response's name ${name} is too long`);
  return name;
}

/** The maximum number of characters of a name: generators of clients use it for types and files. */
const MAX_NAME = 43;

const capitalized = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);

/** Returns the prefix of example names. Problems for Uppy have their own examples, because they have more members. */
export const examplePrefix = ({ permission }: Handler): '' | 'uppy.' =>
  permission === 'capability' ? 'uppy.' : '';

function problemResponse(status: number, codes: readonly ProblemCode[], prefix: '' | 'uppy.'): JsonObject {
  const headers = ['x-request-id', HEADERS[status] ?? []].flat();
  return {
    description: codes.map((code) => `${PROBLEMS[code].title} (\`${code}\`).`).join(' '),
    headers: byName(headers, (name) => [name, { $ref: `#/components/headers/${name}` }]),
    content: {
      [PROBLEM_MEDIA_TYPE]: {
        schema: { $ref: SCHEMAS + (prefix === '' ? Problem : CompanionProblem).name },
        examples: byName(codes, (code) => [code, { $ref: `#/components/examples/${prefix}${code}` }]),
      },
    },
  };
}
