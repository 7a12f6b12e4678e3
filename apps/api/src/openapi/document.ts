import 'reflect-metadata';
import { AppModule } from '../app.module.js';
import type { Environment } from '../environment.js';
import { MAX_PARTS } from '../multipart/part-plan.js';
import { PROBLEMS, RETRY_AFTER, type ProblemCode } from '../problems/problem-table.js';
import { companionProblem, type Problem } from '../problems/problem.js';
import { MAX_SEALED } from '../sealing/sealer.js';
import { MAX_CAPABILITY } from '../upload-sessions/sealed-sessions.js';
import { DNS_LABEL } from '../validation/patterns.js';
import { componentSchemas } from './component-schemas.js';
import type { Docstrings } from './docstrings.js';
import { byName, type JsonObject } from './json-object.js';
import { operation } from './operation.js';
import { TAGS } from './operation.decorator.js';
import { problemExample } from './problem-examples.js';
import { examplePrefix, problemResponses, problemsOf } from './problem-responses.js';
import { routesOf, type Route } from './routes.js';

/** The API's routes: its modules are looked at, none of them is started. */
export const apiRoutes = (): Route[] => routesOf(AppModule.of({} as Environment, Date.now));

/**
 * The OpenAPI 3.1 document: of the routes, the classes of requests and answers, the problem table and the docstrings.
 *
 * @param version of the API
 * @throws Error for a route without `@Operation`, and for a problem without an example
 */
export async function openApiDocument(version: string, docstrings: Docstrings): Promise<JsonObject> {
  const routes = apiRoutes();
  return {
    openapi: '3.1.0',
    info: {
      title: 'tenant-presign',
      version,
      summary: 'S3 presigned URLs for tenants',
      description: DESCRIPTION,
      contact: { name: 'The platform team' },
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/', description: 'Where this document comes from' }],
    security: [{ bearer: [] }],
    tags: Object.entries(TAGS).map(([name, description]) => ({ name, description })),
    paths: pathsOf(routes, docstrings),
    components: {
      securitySchemes: { bearer: BEARER },
      parameters: PARAMETERS,
      headers: HEADERS,
      schemas: componentSchemas(routes, docstrings),
      responses: sharedResponses(routes),
      examples: await problemExamples(routes),
    },
  };
}

const DESCRIPTION =
  'Hands out S3 presigned URLs that can do exactly what was asked for, for exactly as long as they say. ' +
  'Refusals are problems (RFC 9457): programs go by `code`, which is stable.';

const BEARER = {
  type: 'http',
  scheme: 'bearer',
  bearerFormat: 'JWT',
  description: 'A token of an issuer that the tenant names (RFC 6750).',
};

const REQUEST_ID = { type: 'string', pattern: '^[\\w-]{1,128}$' };

const PARAMETERS = {
  tenant: {
    name: 'tenant',
    in: 'path',
    required: true,
    description: 'Id of the tenant. The token must name it too.',
    schema: { type: 'string', pattern: DNS_LABEL.source },
    example: 'team-a',
  },
  uploadId: {
    name: 'uploadId',
    in: 'path',
    required: true,
    description: 'As the answer that began the upload had it.',
    schema: { type: 'string', maxLength: MAX_SEALED },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  capability: {
    name: 'capability',
    in: 'path',
    required: true,
    description: 'Of an upload session: what stands at the end of its `companionEndpoint`.',
    schema: { type: 'string', maxLength: MAX_CAPABILITY },
    example: 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  partNumber: {
    name: 'partNumber',
    in: 'path',
    required: true,
    description: 'The place of the part in the object.',
    schema: { type: 'integer', minimum: 1, maximum: MAX_PARTS },
    example: 1,
  },
  'x-request-id': {
    name: 'x-request-id',
    in: 'header',
    description:
      'An id of your own for this request, up to 128 letters, digits, `_` and `-`: it comes back, and stands in the logs. Another form is replaced.',
    schema: { type: 'string' },
  },
};

const HEADERS = {
  'x-request-id': { description: 'Of the request, or made here.', required: true, schema: REQUEST_ID },
  location: {
    description: 'RFC 9110 §10.2.2: what was created.',
    required: true,
    schema: { type: 'string', format: 'uri-reference' },
    example: '/v1/tenants/team-a/multipart-uploads/eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..',
  },
  'www-authenticate': {
    description: 'RFC 6750 §3.',
    required: true,
    schema: { type: 'string' },
    example: 'Bearer error="invalid_token"',
  },
  allow: {
    description: 'RFC 9110 §10.2.1: the methods of the route.',
    required: true,
    schema: { type: 'string' },
    example: 'POST',
  },
  'retry-after': {
    description: 'RFC 9110 §10.2.3: seconds.',
    required: true,
    schema: { type: 'integer', minimum: 0 },
    example: RETRY_AFTER,
  },
  ratelimit: {
    description:
      'draft-ietf-httpapi-ratelimit-headers-11 §4, where the tenant has a limit: the policy that is nearest to its end, how many requests are left, and the seconds until there are more.',
    schema: { type: 'string' },
    example: '"caller-per-pod";r=42;t=1',
  },
  'ratelimit-policy': {
    description:
      'draft-ietf-httpapi-ratelimit-headers-11 §3, where the tenant has a limit: how many requests at once, and the seconds until all have come back. Each pod counts for itself.',
    schema: { type: 'string' },
    example: '"caller-per-pod";q=100;w=5, "tenant-per-pod";q=1000;w=2',
  },
};

function pathsOf(routes: readonly Route[], docstrings: Docstrings): JsonObject {
  const paths: Record<string, Record<string, JsonObject>> = {};
  for (const route of routes) {
    paths[route.path] = { ...paths[route.path], [route.method]: operation(route, docstrings) };
  }
  return paths;
}

/** Those that operations refer to. */
const sharedResponses = (routes: readonly Route[]): JsonObject =>
  byName(
    routes.flatMap((route) =>
      problemResponses(route).filter(({ status }) => !route.facts.also?.includes(status)),
    ),
    ({ name, response }) => [name, response],
  );

/** One for each code that any route can meet. */
async function problemExamples(routes: readonly Route[]): Promise<JsonObject> {
  const { '': ofOthers = [], 'uppy.': ofUppy = [] } = Object.groupBy(routes, examplePrefix);
  const [others, uppys] = await Promise.all([examplesOf(ofOthers), examplesOf(ofUppy)]);
  return {
    ...byName(others, (value) => [value.code, { summary: value.title, value }]),
    ...byName(uppys, (value) => [
      `uppy.${value.code}`,
      { summary: value.title, value: companionProblem(value) },
    ]),
  };
}

function examplesOf(routes: readonly Route[]): Promise<Problem[]> {
  const met = new Set(routes.flatMap(problemsOf));
  const codes = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => met.has(code));
  return Promise.all(codes.map(problemExample));
}
