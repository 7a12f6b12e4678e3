import 'reflect-metadata';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { requireValid, type RequestPart } from './require-valid.js';
import type { Class } from './schemas.js';

// Instead of Nest's `@Body()` and `@Query()` with a pipe, which is waited for a dozen times for each parameter.

/** The body, valid by the class that the parameter is declared with. */
export const ValidBody = (): ParameterDecorator => valid('body');

/** The query, likewise. */
export const ValidQuery = (): ParameterDecorator => valid('query');

const valid =
  (part: RequestPart): ParameterDecorator =>
  (controller, handler, index) => {
    const types = Reflect.getMetadata('design:paramtypes', controller, handler!) as readonly Class[];
    const type = types[index]!;
    Reflect.defineMetadata(part, type, controller, handler!);
    const judged = createParamDecorator((_: unknown, context: ExecutionContext) =>
      requireValid(context.getArgByIndex<FastifyRequest>(0)[part], part, type),
    );
    judged()(controller, handler, index);
  };

/** What a handler's requests are judged by; for whoever describes them. */
export const requestClass = (controller: object, handler: string, part: RequestPart): Class | undefined =>
  Reflect.getMetadata(part, controller, handler) as Class | undefined;
