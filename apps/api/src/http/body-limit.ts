import type { FastifyInstance } from 'fastify';
import { AddRouteConfig } from './route-config.js';

/** Bytes: enough for a signing with 2 KB of metadata; routes that need more say so. */
export const BODY_LIMIT = 16 * 1024;

export interface RouteBodyLimit {
  readonly bodyLimit?: number;
}

/** Bytes that the body of this route may have. Bodies are read after authentication, so no stranger can send as much. */
export const BodyLimit = (bytes: number): MethodDecorator => AddRouteConfig({ bodyLimit: bytes });

/** To be called before there are routes: Nest passes on what Fastify keeps of a route, but not its limits. */
export function keepBodyLimits(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as RouteBodyLimit;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}
