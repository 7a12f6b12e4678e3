import type { FastifyInstance } from 'fastify';
import type { JsonShape } from './json-shape.js';
import { AddRouteConfig } from './route-config.js';

/**
 * The default maximum body size in bytes. A signing with 2 KB of metadata fits; routes that need more set their own
 * limit.
 */
export const BODY_LIMIT = 16 * 1024;

/** The maximum length of one path parameter in characters. A sealed uploadId has up to 4,096. */
export const MAX_PARAM_LENGTH = 8192;

export interface RouteBodyLimit {
  readonly bodyLimit?: number;
  readonly bodyShape?: JsonShape;
}

/** The maximum nesting depth of objects and lists. Valid requests have up to four levels. */
const MAX_DEPTH = 32;

/**
 * The default limits of a JSON body. A body of 64 KiB never holds more values than this, so the limits do not restrict
 * Uppy's metadata.
 */
export const DEFAULT_SHAPE: JsonShape = { values: 32_768, items: 32_768, depth: MAX_DEPTH };

/**
 * Sets the limits of this route's body. Bodies are read after authentication, so an unauthenticated client can't send
 * as much.
 *
 * @param bytes maximum size of the body
 * @param shape maximum number of values and items of the JSON
 */
export const BodyLimit = (bytes: number, shape?: Omit<JsonShape, 'depth'>): MethodDecorator =>
  AddRouteConfig({ bodyLimit: bytes, ...(shape && { bodyShape: { ...shape, depth: MAX_DEPTH } }) });

/**
 * Makes Fastify keep the body limits of routes. Call this before routes are registered: Nest passes a route's config to
 * Fastify, but not the route's limits.
 */
export function keepBodyLimits(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as RouteBodyLimit;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}
