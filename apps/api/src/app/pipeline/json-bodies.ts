import { setImmediate } from 'node:timers/promises';
import { callbackify, promisify } from 'node:util';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LongWorkQueue } from '../../platform/turns/long-work-queue.js';
import { ownerOf } from '../../access/authorization/owner-of.js';
import { BODY_LIMIT, DEFAULT_SHAPE, type RouteBodyLimit } from '../../platform/http/body-limit.js';
import { ShapeScan, type JsonShape, type ShapeExcess } from '../../platform/http/json-shape.js';
import { ApiError, invalidRequest } from '../../platform/problems/api-error.js';
import { readBody } from './read-body.js';

/** The body size in characters from which values are counted before parsing. */
const COUNTED = 16 * 1024;
/** The number of characters that are counted in one turn of the event loop. */
const SLICE = 1024 ** 2;
/** The body size in characters from which a body waits for its turn. */
const LONG = 32 * 1024;

/**
 * Makes the server accept JSON bodies only. A long body stays in bytes until earlier ones are finished, and its handler
 * continues with `request.nextTurn`: parsed into objects it takes ten times as much memory, which garbage collections
 * would copy repeatedly. A body with more values than its route allows is refused before it is parsed.
 */
export function acceptJsonOnly(server: FastifyInstance, queue: LongWorkQueue): void {
  const parse = server.getDefaultJsonParser('error', 'error') as Parser;
  const parseLarge = async (request: FastifyRequest, bytes: Buffer): Promise<unknown> => {
    if (bytes.length < LONG) return parseCounted(request, bytes);
    const nextTurn = (request.nextTurn = queue.begin(request.access && ownerOf(request.access)));
    await nextTurn();
    const value = await parseCounted(request, bytes);
    await nextTurn(); // the handler runs in a turn of its own
    return value;
  };
  const parseCounted = async (request: FastifyRequest, bytes: Buffer): Promise<unknown> => {
    const body = bytes.toString();
    await requireShape(body, shapeOf(request));
    return promisify(parse)(request, body);
  };
  const parseLater = callbackify(parseLarge);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', (request: FastifyRequest, payload, done) => {
    readBody(payload, bodyLimitOf(request), (error, body) => {
      if (body === undefined) done(error);
      else if (body.length <= COUNTED) parse(request, body.toString(), done);
      else parseLater(request, body, done);
    });
  });
}

type Parser = (
  request: FastifyRequest,
  body: string,
  done: (error: Error | null, value?: unknown) => void,
) => void;

/**
 * Returns the route's body limit in bytes. `routeOptions` is read only for large bodies: Fastify creates it anew at
 * each access, which costs more than reading a short body.
 */
function bodyLimitOf(request: FastifyRequest): number {
  if (Number(request.headers['content-length']) <= BODY_LIMIT) return BODY_LIMIT;
  return (request.routeOptions.config as RouteBodyLimit).bodyLimit ?? BODY_LIMIT;
}

const shapeOf = ({ routeOptions }: FastifyRequest): JsonShape =>
  (routeOptions.config as RouteBodyLimit).bodyShape ?? DEFAULT_SHAPE;

/**
 * Counts the values of a body in slices, with other work between them.
 *
 * @throws ApiError `invalid_request`, `body_too_large`
 */
async function requireShape(body: string, shape: JsonShape): Promise<void> {
  const scan = new ShapeScan(body, shape);
  for (;;) {
    const excess = scan.read(SLICE);
    if (excess) throw problemOf(excess, shape);
    if (scan.isOver) return;
    await setImmediate();
  }
}

/**
 * Returns the problem for a body that exceeds a limit. It names the list or object that is too large, or the body if
 * the total is too large.
 */
function problemOf({ limit, pointer }: ShapeExcess, { items, depth, values }: JsonShape): ApiError {
  switch (limit) {
    case 'items':
      return invalidRequest({ pointer, detail: `Must be a list of at most ${items} items.` });
    case 'depth':
      return invalidRequest({
        pointer,
        detail: `Is nested too deep. Objects and lists may be nested ${depth} levels deep.`,
      });
    case 'values':
      return new ApiError(
        'body_too_large',
        `The body has more than ${values} values (members of objects and items of lists). Send less at a time.`,
      );
  }
}
