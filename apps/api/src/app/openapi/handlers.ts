import { RequestMethod, type Type } from '@nestjs/common';
import { HTTP_CODE_METADATA, METHOD_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import {
  DiscoveryService,
  MetadataScanner,
  ModulesContainer,
  NestFactory,
  type IEntryNestModule,
} from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';
import type { Class } from '#validation';
import type { Permission, RoutePermission } from '../../access/authorization/permission.decorator.js';
import { OPERATION, type OperationFacts } from '../../platform/openapi/operation.decorator.js';
import { requestClass } from '../../platform/validation/valid-request.decorators.js';

/** A method of a controller that answers requests at one or several paths. */
export interface Handler {
  readonly controller: Type;
  readonly name: string;
  /** The HTTP status of the answer. */
  readonly status: number;
  readonly permission: Permission;
  /** The class with which the body is validated; the next member is for the query. */
  readonly body: Class | undefined;
  readonly query: Class | undefined;
  readonly facts: OperationFacts;
}

/** Creates the application without starting it: Nest creates no provider and calls no factory. */
export const preview = (root: IEntryNestModule): Promise<NestFastifyApplication> =>
  NestFactory.create<NestFastifyApplication>(root, new FastifyAdapter(), {
    preview: true,
    logger: false,
    abortOnError: false,
  });

/**
 * Returns every handler of an application, found by Nest's own discovery.
 *
 * @throws Error for a handler without `@Operation` or a permission, and for one that takes a body or a query without
 * validation
 */
export function handlersOf(app: NestFastifyApplication): Handler[] {
  const wrappers = new DiscoveryService(app.get(ModulesContainer)).getControllers();
  const controllers = new Set(wrappers.map(({ metatype }) => metatype as Type));
  const scanner = new MetadataScanner();
  return [...controllers].flatMap((controller) =>
    scanner
      .getAllMethodNames(controller.prototype as object)
      .filter((name) => Reflect.hasMetadata(METHOD_METADATA, methodOf(controller, name)))
      .map((name) => handlerOf(controller, name)),
  );
}

/** Returns the function that has the metadata of a handler. */
export const methodOf = (controller: Type, name: string): object =>
  (controller.prototype as Record<string, object>)[name]!;

function handlerOf(controller: Type, name: string): Handler {
  refuseUnvalidated(controller, name);
  const read = (key: unknown): unknown => Reflect.getMetadata(key, methodOf(controller, name));
  const facts = read(OPERATION) as OperationFacts | undefined;
  if (!facts) throw new Error(`${controller.name}.${name} lacks @Operation`);
  const { permission } = (read(FASTIFY_ROUTE_CONFIG_METADATA) ?? {}) as Partial<RoutePermission>;
  if (!permission) {
    throw new Error(`${controller.name}.${name} lacks @Requires(), @RequiresCapability() or @Public()`);
  }
  const prototype = controller.prototype as object;
  const created = read(METHOD_METADATA) === RequestMethod.POST;
  return {
    controller,
    name,
    status: (read(HTTP_CODE_METADATA) as number | undefined) ?? (created ? 201 : 200),
    permission,
    body: requestClass(prototype, name, 'body'),
    query: facts.query ?? requestClass(prototype, name, 'query'),
    facts,
  };
}

/** The parameter types that Nest injects without any validation. */
const UNVALIDATED = [RouteParamtypes.BODY, RouteParamtypes.RAW_BODY, RouteParamtypes.QUERY];

function refuseUnvalidated(controller: Type, name: string): void {
  const parameters = (Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, name) ?? {}) as object;
  if (!Object.keys(parameters).some(isUnvalidated)) return;
  throw new Error(`${controller.name}.${name} takes @Body or @Query: take @ValidBody or @ValidQuery`);
}

/**
 * Returns whether a parameter is injected without validation.
 *
 * @param key of Nest's metadata: `kind:index`; for custom decorators, an id that may begin with any digit
 */
const isUnvalidated = (key: string): boolean => UNVALIDATED.some((kind) => key.startsWith(`${kind}:`));
