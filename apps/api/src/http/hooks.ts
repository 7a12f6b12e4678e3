import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../audit/log.js';
import type { Authenticator } from '../callers/authenticate.js';
import { limitRequest } from '../limits/limit-requests.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import type { Metrics } from '../metrics/metrics.js';
import { requireAccepted, type RouteMediaTypes } from './accept.js';
import { commonHeaders } from './http-server.js';

/** What happens to every request, in this order: headers of the answer, negotiation, authentication, limits; at last it is written and counted. */
export function addHooks(
  server: FastifyInstance,
  authenticator: Authenticator,
  limiter: RateLimiter,
  log: Log,
  metrics: Metrics,
): void {
  server.decorateRequest('access', undefined);
  server.decorateRequest('budget', undefined);
  server.decorateRequest('problemCode', undefined);

  server.addHook(
    'onRequest',
    (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
      void reply.headers(commonHeaders(request.id));
      if (request.is404) return done();
      try {
        const { produces } = request.routeOptions.config as Partial<RouteMediaTypes>;
        requireAccepted(request.headers.accept, produces);
        const pending = authenticator.authenticate(request);
        if (pending) {
          pending.then(() => limitRequest(limiter, request, reply)).then(() => done(), done);
        } else {
          limitRequest(limiter, request, reply);
          done();
        }
      } catch (error) {
        done(error as Error);
      }
    },
  );

  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const { method, problemCode: code } = request;
    const route = request.routeOptions.url ?? '*';
    const status = reply.statusCode;
    const elapsed = reply.elapsedTime;
    const tenant = request.access?.tenant.id;
    const durationMs = Math.round(elapsed * 1000) / 1000;
    log.request({ requestId: request.id, method, route, status, durationMs, tenant, code });
    metrics.answered(method, route, status, elapsed / 1000);
    if (code !== undefined) metrics.refused(tenant, code);
    done();
  });
}
