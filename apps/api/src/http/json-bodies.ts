import type { FastifyInstance } from 'fastify';
import type { Turns } from './turns.js';

/** Characters of a body that waits for its turn. */
const LONG = 32 * 1024;

/**
 * JSON is the one media type that bodies have. A long one stays text until what began before has ended, and its handler
 * goes on with `request.nextTurn`: made into objects it takes ten times as much memory, and garbage collections would
 * copy those again and again.
 */
export function acceptJsonOnly(server: FastifyInstance, turns: Turns): void {
  const parse = server.getDefaultJsonParser('error', 'error');
  server.decorateRequest('nextTurn', undefined);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length < LONG) return void parse(request, body, done);
    const nextTurn = (request.nextTurn = turns.begin());
    void nextTurn().then(() => parse(request, body, done));
  });
}
