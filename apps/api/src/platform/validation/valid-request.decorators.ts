import 'reflect-metadata';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Class } from '#validation';
import { requireValid, type RequestPart } from './require-valid.js';

// These decorators replace Nest's `@Body()` and `@Query()` with a pipe, for which Nest awaits a dozen promises per
// parameter.

/** The classes with which bodies and queries are validated, collected from the controllers that are loaded. */
export const validatedClasses = new Set<Class>();

/** Injects the body, validated with the parameter's declared class. */
export const ValidBody = (): ParameterDecorator => valid('body');

/** Injects the query, validated with the parameter's declared class. */
export const ValidQuery = (): ParameterDecorator => valid('query');

const valid =
  (part: RequestPart): ParameterDecorator =>
  (controller, handler, index) => {
    const types = Reflect.getMetadata('design:paramtypes', controller, handler!) as readonly Class[];
    const type = types[index]!;
    validatedClasses.add(type);
    Reflect.defineMetadata(part, type, controller, handler!);
    const validated = createParamDecorator((_: unknown, context: ExecutionContext) =>
      requireValid(context.getArgByIndex<FastifyRequest>(0)[part], part, type),
    );
    validated()(controller, handler, index);
  };

/** Returns the class that validates this part of a handler's requests, for the OpenAPI document. */
export const requestClass = (controller: object, handler: string, part: RequestPart): Class | undefined =>
  Reflect.getMetadata(part, controller, handler) as Class | undefined;
