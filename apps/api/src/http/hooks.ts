import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Log } from '../audit/log.js';
import { callerOf } from '../audit/request-caller.js';
import type { Authenticator } from '../callers/authenticate.js';
import type { RoutePermission } from '../callers/permission.decorator.js';
import { limitRequest } from '../limits/limit-requests.js';
import type { RouteBudget } from '../limits/own-budget.decorator.js';
import type { RateLimiter } from '../limits/rate-limiter.js';
import type { Metrics } from '../metrics/metrics.js';
import { requireAccepted, type RouteMediaTypes } from './accept.js';
import type { RouteBodyLimit } from './body-limit.js';
import { closeToOthers } from './cors.js';
import { commonHeaders } from './http-server.js';
import type { InFlight } from './in-flight.js';

type RouteConfig = Partial<RouteMediaTypes & RoutePermission & RouteBodyLimit & RouteBudget>;

/** What happens to every request, in this order: headers of the answer, room, negotiation, authentication, limits; at last it is written and counted. */
export function addHooks(
  server: FastifyInstance,
  authenticator: Authenticator,
  inFlight: InFlight,
  limiter: RateLimiter,
  log: Log,
  metrics: Metrics,
): void {
  server.decorateRequest('access', undefined);
  server.decorateRequest('budget', undefined);
  server.decorateRequest('problemCode', undefined);
  server.decorateRequest('traceId', undefined);

  const limit = (request: FastifyRequest, reply: FastifyReply, { bodyLimit, budget }: RouteConfig): void => {
    const { access } = request;
    if (access === undefined) return; // public
    closeToOthers(request, reply);
    inFlight.requireShare(reply.raw, access.caller);
    if (bodyLimit !== undefined) {
      const { 'content-length': announced = bodyLimit } = request.headers;
      inFlight.requireBytes(reply.raw, Math.min(Number(announced), bodyLimit));
    }
    if (budget !== 'own') limitRequest(limiter, access, request, reply);
  };

  server.addHook(
    'onRequest',
    (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
      void reply.headers(commonHeaders(request.id));
      if (request.is404) return done();
      try {
        const route = request.routeOptions.config as RouteConfig; // made anew by each `routeOptions`
        if (route.permission !== 'public') inFlight.requireRoom();
        requireAccepted(request.headers.accept, route.produces);
        const pending = authenticator.authenticate(request, route.permission);
        if (pending) {
          pending.then(() => limit(request, reply, route)).then(() => done(), done);
        } else {
          limit(request, reply, route);
          done();
        }
      } catch (error) {
        done(error as Error);
      }
    },
  );

  server.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
    const { method, problemCode: code, traceId } = request;
    const route = request.routeOptions.url ?? '*';
    const status = reply.statusCode;
    const elapsed = reply.elapsedTime;
    const tenant = request.access?.tenant.id;
    const durationMs = Math.round(elapsed * 1000) / 1000;
    const line = { requestId: request.id, method, route, status, durationMs, tenant, code, traceId };
    log.request(line, callerOf(request, status));
    metrics.answered(method, route, status, elapsed / 1000, traceId);
    if (code !== undefined) metrics.refused(tenant, code);
    done();
  });
}
