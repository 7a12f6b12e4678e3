import type { FastifyInstance, FastifyRequest } from 'fastify';
import { BODY_LIMIT, type RouteBodyLimit } from './body-limit.js';
import { readBody } from './read-body.js';
import type { Turns } from './turns.js';

/** Bytes of a body that waits for its turn. */
const LONG = 32 * 1024;

/**
 * JSON is the one media type that bodies have. A long one stays bytes until what began before has ended, and its handler
 * goes on with `request.nextTurn`: made into objects it takes ten times as much memory, and garbage collections would
 * copy those again and again.
 */
export function acceptJsonOnly(server: FastifyInstance, turns: Turns): void {
  const inTurn = (request: FastifyRequest, work: () => void): void => {
    const nextTurn = (request.nextTurn = turns.begin(request.access?.tenant.id ?? ''));
    void nextTurn().then(work);
  };
  const parse = server.getDefaultJsonParser('error', 'error');
  server.decorateRequest('nextTurn', undefined);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('application/json', (request, payload, done) => {
    const { bodyLimit = BODY_LIMIT } = request.routeOptions.config as RouteBodyLimit;
    readBody(payload, bodyLimit, (error, body) => {
      if (body === undefined) return done(error);
      if (body.length < LONG) return void parse(request, body.toString(), done);
      inTurn(request, () => void parse(request, body.toString(), done));
    });
  });
}
