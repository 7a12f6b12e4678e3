import 'reflect-metadata';
import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants.js';

/**
 * Adds members to the config that Fastify keeps for a route. Nest's `@RouteConfig` would overwrite the members that
 * another decorator has set.
 */
export const AddRouteConfig =
  (part: object): MethodDecorator =>
  (_target, _name, { value: handler }) => {
    const config = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, handler as object) as
      object | undefined;
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...config, ...part }, handler as object);
  };
