import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Authenticator } from '../../access/authentication/authenticate.js';
import type { RoutePermission } from '../../access/authorization/permission.decorator.js';
import type { Admissions } from '../../limits/admissions.js';
import { limitRequest } from '../../limits/limit-requests.js';
import type { RateLimiter } from '../../limits/rate-limiter.js';
import type { Log } from '../../platform/audit/log.js';
import { callerOf } from '../../platform/audit/request-caller.js';
import { requireAccepted, type RouteMediaTypes } from '../../platform/http/accept.js';
import { BODY_LIMIT, type RouteBodyLimit } from '../../platform/http/body-limit.js';
import type { RouteBudget } from '../../platform/http/own-budget.decorator.js';
import type { RouteReservation } from '../../platform/http/reserves.decorator.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { notFound } from '../../platform/problems/api-error.js';
import { closeToOthers } from './cors.js';
import { commonHeaders } from './http-server.js';

type RouteConfig = Partial<
  RouteMediaTypes & RoutePermission & RouteBodyLimit & RouteBudget & RouteReservation
>;

/** What happens to every request, in this order: headers of the answer, room, negotiation, authentication, limits; at last it is written and counted. */
export function addHooks(
  server: FastifyInstance,
  authenticator: Authenticator,
  admissions: Admissions,
  limiter: RateLimiter,
  log: Log,
  metrics: Metrics,
): void {
  server.decorateRequest('access', undefined);
  server.decorateRequest('budget', undefined);
  server.decorateRequest('problemCode', undefined);
  server.decorateRequest('traceId', undefined);

  const limit = (
    request: FastifyRequest,
    reply: FastifyReply,
    { bodyLimit, budget, reserves }: RouteConfig,
  ): void => {
    const { access } = request;
    if (access === undefined) return; // public
    closeToOthers(request, reply);
    admissions.admit(request.raw, access);
    const bytes = bodyBytes(request, bodyLimit) + (reserves?.(request) ?? 0);
    if (bytes > 0) admissions.reserve(request.raw, bytes);
    if (budget !== 'own') limitRequest(limiter, access, request, reply);
  };

  server.addHook(
    'onRequest',
    (request: FastifyRequest, reply: FastifyReply, done: (error?: Error) => void) => {
      void reply.headers(commonHeaders(request.id));
      // a turn later, so that a short body is there, too, and the connection can be kept
      const refuse = (error: Error): void => void setImmediate(done, error);
      if (request.is404) return refuse(notFound());
      try {
        const route = request.routeOptions.config as RouteConfig; // made anew by each `routeOptions`
        requireAccepted(request.headers.accept, route.produces);
        const pending = authenticator.authenticate(request, route.permission);
        if (pending) {
          pending.then(() => limit(request, reply, route)).then(() => done(), refuse);
        } else {
          limit(request, reply, route);
          done();
        }
      } catch (error) {
        refuse(error as Error);
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

/** What a large body may take in memory, by its head. Small ones are part of what every request may use. */
function bodyBytes({ headers }: FastifyRequest, bodyLimit: number | undefined): number {
  if (bodyLimit === undefined) return 0;
  const bytes = Math.min(Number(headers['content-length'] ?? bodyLimit), bodyLimit);
  return bytes > BODY_LIMIT ? bytes : 0;
}
