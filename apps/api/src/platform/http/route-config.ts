import 'reflect-metadata';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';

/** Adds to what Fastify keeps of a route; Nest's own `@RouteConfig` would take away what another decorator has said. */
export const AddRouteConfig =
  (part: object): MethodDecorator =>
  (_target, _name, { value: handler }) => {
    const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler as object) as
      object | undefined;
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...config, ...part }, handler as object);
  };
