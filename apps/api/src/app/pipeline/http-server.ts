import { randomUUID } from 'node:crypto';
import type { RequestListener } from 'node:http';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BODY_LIMIT, MAX_PARAM_LENGTH } from '../../platform/http/body-limit.js';
import { endEarly, type Connections } from '../../platform/http/connections.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { problemHeaders, problemOf, PROBLEM_MEDIA_TYPE } from '../../platform/problems/problem.js';
import { answerClientError } from './client-error.js';

/**
 * The milliseconds until an idle connection is closed. Load balancers must close theirs earlier, or they would send
 * requests on a closed connection.
 */
const KEEP_ALIVE_TIMEOUT = 165_000;
/**
 * The milliseconds within which a request's head must have arrived, also the first one of a connection. It is also the
 * interval of the checks.
 */
const HEADERS_TIMEOUT = 10_000;
const CHECKING_INTERVAL = 1_000;

/** A Fastify adapter that leaves errors unchanged, because the only exception filter converts them to problems. */
class HttpAdapter extends FastifyAdapter {
  override mapException(error: unknown): unknown {
    return error;
  }
}

/**
 * Creates the HTTP server with limits, request ids, and answers to requests that never reach a route.
 *
 * @param requestTimeout milliseconds within which a whole request must have arrived
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
    return503OnClosing: false, // requests that arrive during shutdown are served
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
  // Nest copies CORS header fields to Node's response, for middleware that answers by itself. This application has
  // none. A response with such fields makes `writeHead` check and store every field again, which is a tenth of all
  // work. The method is private in Nest's types, so a class can't override it.
  Object.assign(adapter, { copyCorsHeadersToRaw() {} });
  return adapter;
}

/**
 * Returns the header fields of every answer. Signed URLs are secrets: no cache may store them, and no browser may send
 * them in the Referer field.
 */
export const commonHeaders = (id: string): Record<string, string> => ({
  'x-request-id': id,
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
});

/** Returns the client's request id if it has a valid form, otherwise a new id. */
function requestId({ headers }: { headers: NodeJS.Dict<string | string[]> }): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && /^[\w-]{1,128}$/.test(given) ? given : randomUUID();
}
