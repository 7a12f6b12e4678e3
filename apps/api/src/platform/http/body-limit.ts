import type { FastifyInstance } from 'fastify';
import type { JsonShape } from './json-shape.js';
import { AddRouteConfig } from './route-config.js';

/** Bytes: enough for a signing with 2 KB of metadata; routes that need more say so. */
export const BODY_LIMIT = 16 * 1024;

/** Characters of one path parameter: a sealed uploadId has up to 4,096. */
export const MAX_PARAM_LENGTH = 8192;

export interface RouteBodyLimit {
  readonly bodyLimit?: number;
  readonly bodyShape?: JsonShape;
}

/** Objects and lists within each other; requests have four. */
const MAX_DEPTH = 32;

/** Where a route says nothing else: 64 KiB never hold more values, so that Uppy's metadata may be what they like. */
export const DEFAULT_SHAPE: JsonShape = { values: 32_768, items: 32_768, depth: MAX_DEPTH };

/**
 * What the body of this route may be. Bodies are read after authentication, so no stranger can send as much.
 *
 * @param bytes of the body
 * @param shape what its JSON may hold
 */
export const BodyLimit = (bytes: number, shape?: Omit<JsonShape, 'depth'>): MethodDecorator =>
  AddRouteConfig({ bodyLimit: bytes, ...(shape && { bodyShape: { ...shape, depth: MAX_DEPTH } }) });

/** Call this before there are routes: Nest passes on what Fastify keeps of a route, but not its limits. */
export function keepBodyLimits(server: FastifyInstance): void {
  server.addHook('onRoute', (route) => {
    const { bodyLimit } = (route.config ?? {}) as RouteBodyLimit;
    if (bodyLimit !== undefined) route.bodyLimit = bodyLimit;
  });
}
