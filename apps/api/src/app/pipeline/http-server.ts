import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BODY_LIMIT, MAX_PARAM_LENGTH } from '../../platform/http/body-limit.js';
import { endEarly, type Connections } from '../../platform/http/connections.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { problemHeaders, problemOf, PROBLEM_MEDIA_TYPE } from '../../platform/problems/problem.js';
import { answerClientError } from './client-error.js';

/** Milliseconds until an idle connection is closed: later than load balancers do, who would else send into it. */
const KEEP_ALIVE_TIMEOUT = 165_000;
/** Milliseconds until a request's head must have arrived, also the first of a connection; and between looks. */
const HEADERS_TIMEOUT = 10_000;
const CHECKING_INTERVAL = 1_000;

/** Errors stay what they are: the one filter makes problems of them. */
class HttpAdapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return error;
  }
}

/**
 * The HTTP server as every request meets it: limits, request ids, and answers to what never reaches a route.
 *
 * @param requestTimeout milliseconds until a request must have arrived whole
 */
export function createHttpAdapter(
  metrics: Metrics,
  connections: Connections,
  requestTimeout: number,
): FastifyAdapter {
  const adapter = new HttpAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT,
    serverFactory: (handler: RequestListener) =>
      connections.createServer(
        {
          headersTimeout: Math.min(HEADERS_TIMEOUT, requestTimeout),
          requestTimeout,
          connectionsCheckingInterval: Math.min(CHECKING_INTERVAL, requestTimeout),
          keepAliveTimeout: KEEP_ALIVE_TIMEOUT,
        },
        handler,
      ),
    forceCloseConnections: 'idle',
    return503OnClosing: false, // what still arrives while stopping is served
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH, ignoreTrailingSlash: false, caseSensitive: true },
    genReqId: requestId,
    requestIdHeader: false,
    skipMiddie: true,
    clientErrorHandler: (error, socket) => {
      const code = answerClientError(error, socket, requestTimeout / 1000);
      if (code !== undefined) metrics.refused(undefined, code);
    },
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      const answer = problemOf(error, request.id);
      metrics.refused(undefined, answer.code);
      endEarly(request.raw);
      void reply
        .code(answer.status)
        .headers({ ...commonHeaders(request.id), ...problemHeaders(answer, error) })
        .type(PROBLEM_MEDIA_TYPE)
        .send(JSON.stringify(answer));
    },
  });
  // Nest puts CORS headers on Node's response as well, for middleware that answers by itself. There is none here, and a
  // response with a header of its own makes `writeHead` check and keep each of ours once more: a tenth of all the work.
  // The method is private in Nest's types, so a class can't override it.
  Object.assign(adapter, { copyCorsHeadersToRaw() {} });
  return adapter;
}

/**
 * Returns the header fields of every answer. Signed URLs are secrets: no cache may store them, and no browser
 * may send them as referrer.
 */
export const commonHeaders = (id: string): Record<string, string> => ({
  'x-request-id': id,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** The caller's id where it is a sane one, else a new one. */
function requestId({ headers }: { headers: NodeJS.Dict<string | string[]> }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{1,128}$/.test(given) ? given : randomUUID();
}
