import 'reflect-metadata';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import { TAGS } from '../../platform/openapi/operation.decorator.js';
import { PROBLEMS, type ProblemCode } from '../../platform/problems/problem-table.js';
import { companionProblem, type Problem } from '../../platform/problems/problem.js';
import type { ProcessOptions } from '../../platform/process/process.module.js';
import { AppModule } from '../app.module.js';
import { clientShapes } from './client-shapes.js';
import { componentSchemas } from './component-schemas.js';
import type { Docstrings } from './docstrings.js';
import { decorate } from './handler-decorators.js';
import { handlersOf, preview, type Handler } from './handlers.js';
import { byName, type JsonObject } from './json-object.js';
import { problemExample } from './problem-examples.js';
import { examplePrefix, problemResponses, problemsOf } from './problem-responses.js';
import { pathsWithReferences } from './references.js';
import { HEADERS, PARAMETERS } from './shared-components.js';

/** Creates the API as a Nest application without starting it. */
export const apiPreview = () => preview(AppModule.forRoot({} as ProcessOptions));

/**
 * Returns the OpenAPI 3.1 document. `@nestjs/swagger` makes it from the handlers, the classes of requests and answers,
 * the problem table and the docstrings.
 *
 * @param version of the API
 * @throws Error for a handler without `@Operation` or docstring, and for a problem without an example
 */
export async function openApiDocument(version: string, docstrings: Docstrings): Promise<JsonObject> {
  const app = await apiPreview();
  const handlers = handlersOf(app);
  for (const handler of handlers) decorate(handler, handlers, docstrings);
  const { paths, components, ...head } = SwaggerModule.createDocument(app, configOf(version), {
    autoTagControllers: false,
    operationIdFactory: operationIds(handlers),
  });
  return {
    ...head,
    paths: pathsWithReferences(paths),
    components: {
      securitySchemes: components!.securitySchemes,
      parameters: PARAMETERS,
      headers: HEADERS,
      schemas: clientShapes(componentSchemas(handlers, docstrings)),
      responses: sharedResponses(handlers),
      examples: await problemExamples(handlers),
    },
  };
}

function configOf(version: string): Omit<OpenAPIObject, 'paths'> {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('tenant-presign')
    .setVersion(version)
    .setDescription(DESCRIPTION)
    .addServer('/', 'The server that returned this document')
    .addBearerAuth({
      type: 'http',
      description: 'A bearer token (RFC 6750) from an issuer that the tenant names.',
    })
    .addSecurityRequirements('bearer');
  for (const [name, description] of Object.entries(TAGS)) builder.addTag(name, description);
  const config = builder.build();
  return { ...config, info: { ...config.info, ...INFO } };
}

const DESCRIPTION =
  'Signs S3 URLs and forms for tenants. Each answer says until when the URL or form is valid, and lists the conditions on its use. ' +
  'The API answers errors as problems (RFC 9457). Programs can rely on their `code`, which is stable.';

/**
 * Members of `info` for which `DocumentBuilder` has no method: it knows OpenAPI 3.0, and writes empty strings
 * for missing texts.
 */
const INFO = {
  summary: 'S3 presigned URLs for tenants',
  contact: { name: 'The platform team' },
  license: { name: 'MIT', identifier: 'MIT' },
};

/** The ids of `@Operation`. The function throws an Error for a path without one. */
export const operationIds =
  (handlers: readonly Handler[]) =>
  (controller: string, method: string): string => {
    const [name, index = 0] = method.split(/[[\]]/); // `name`, and at several paths `name[index]`
    const handler = handlers.find((each) => each.controller.name === controller && each.name === name);
    const id = [handler?.facts.id].flat()[Number(index)];
    if (id === undefined) throw new Error(`${controller}.${method} lacks an id in @Operation`);
    return id;
  };

/** Returns the responses that operations refer to. */
const sharedResponses = (handlers: readonly Handler[]): JsonObject =>
  byName(
    handlers.flatMap((handler) =>
      problemResponses(handler, handlers).filter(({ status }) => !handler.facts.also?.includes(status)),
    ),
    ({ name, response }) => [name, response],
  );

/** Returns one example for each problem code that a handler can answer with. */
async function problemExamples(handlers: readonly Handler[]): Promise<JsonObject> {
  const { '': ofOthers = [], 'uppy.': ofUppy = [] } = Object.groupBy(handlers, examplePrefix);
  const [others, uppys] = await Promise.all([examplesOf(ofOthers), examplesOf(ofUppy)]);
  return {
    ...byName(others, (value) => [value.code, { summary: value.title, value }]),
    ...byName(uppys, (value) => [
      `uppy.${value.code}`,
      { summary: value.title, value: companionProblem(value) },
    ]),
  };
}

function examplesOf(handlers: readonly Handler[]): Promise<Problem[]> {
  const met = new Set(handlers.flatMap(problemsOf));
  const codes = (Object.keys(PROBLEMS) as ProblemCode[]).filter((code) => met.has(code));
  return Promise.all(codes.map(problemExample));
}
