import { RequestMethod, type Type } from '@nestjs/common';
import {
  HTTP_CODE_METADATA,
  METHOD_METADATA,
  PATH_METADATA,
  ROUTE_ARGS_METADATA,
} from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { Permission, RoutePermission } from '../callers/permission.decorator.js';
import type { Class } from '../validation/schemas.js';
import { requestClass } from '../validation/valid-request.decorators.js';
import { controllersOf, type Module } from './controllers.js';
import { OPERATION, type OperationFacts } from './operation.decorator.js';

/** One handler of a controller at one path. */
export interface Route {
  readonly controller: Type;
  readonly handler: string;
  readonly method: 'get' | 'post' | 'put' | 'patch' | 'delete';
  /** `/v1/tenants/{tenant}/downloads` */
  readonly path: string;
  readonly status: number;
  readonly permission: Permission;
  /** Classes that body and query are validated as. */
  readonly body: Class | undefined;
  readonly query: Class | undefined;
  readonly facts: OperationFacts & { readonly id: string };
}

/**
 * Every route, from the metadata that Nest itself makes routes of.
 *
 * @throws Error for a handler without `@Operation`, or that takes what nothing has judged
 */
export const routesOf = (root: Module): Route[] => controllersOf(root).flatMap(routesOfController);

function routesOfController(controller: Type): Route[] {
  const prototype = controller.prototype as Record<string, object>;
  const handlers = Object.getOwnPropertyNames(prototype).filter(
    (name) => name !== 'constructor' && Reflect.hasMetadata(METHOD_METADATA, prototype[name]!),
  );
  const prefixes = [Reflect.getMetadata(PATH_METADATA, controller) as string | string[]].flat();
  return handlers.flatMap((handler) =>
    prefixes.map((prefix, index) => routeOf(controller, handler, prefix, index)),
  );
}

function routeOf(controller: Type, handler: string, prefix: string, index: number): Route {
  refuseUnjudged(controller, handler);
  const prototype = controller.prototype as Record<string, object>;
  const target = prototype[handler]!;
  const read = (key: unknown): unknown => Reflect.getMetadata(key, target);
  const facts = read(OPERATION) as OperationFacts | undefined;
  const id = facts && [facts.id].flat()[index];
  if (id === undefined) {
    throw new Error(`${controller.name}.${handler} lacks @Operation, or an id for "${prefix}"`);
  }
  const method = RequestMethod[read(METHOD_METADATA) as RequestMethod].toLowerCase() as Route['method'];
  return {
    controller,
    handler,
    method,
    path: pathOf(prefix, read(PATH_METADATA) as string),
    status: (read(HTTP_CODE_METADATA) as number | undefined) ?? (method === 'post' ? 201 : 200),
    permission: (read(FASTIFY_ROUTE_CONFIG_METADATA) as RoutePermission).permission,
    body: requestClass(prototype, handler, 'body'),
    query: facts!.query ?? requestClass(prototype, handler, 'query'),
    facts: { ...facts!, id },
  };
}

/** One slash between segments, parameters in braces. */
function pathOf(...parts: readonly string[]): string {
  const segments = parts.flatMap((part) => part.split('/')).filter((segment) => segment !== '');
  return `/${segments.map((segment) => segment.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
}

/** What Nest would hand over as it came, a handler must not take: nothing has judged it. */
function refuseUnjudged(controller: Type, handler: string): void {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, handler) ?? {}) as object;
  if (!Object.keys(parameters).some(isUnjudged)) return;
  throw new Error(`${controller.name}.${handler} takes @Body or @Query: take @ValidBody or @ValidQuery`);
}

/** @param key of Nest's metadata: the kind, and the place */
const isUnjudged = (key: string): boolean => UNJUDGED.some((kind) => key.startsWith(`${kind}:`));

const UNJUDGED = [RouteParamtypes.BODY, RouteParamtypes.RAW_BODY, RouteParamtypes.QUERY];
