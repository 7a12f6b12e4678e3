import type { FastifyInstance } from 'fastify';
import type { Log } from '../../platform/audit/log.js';
import { callerOf } from '../../platform/audit/request-caller.js';
import type { Metrics } from '../../platform/metrics/metrics.js';
import { refusalOf } from './refusal-of.js';

/** Logs and counts every request after it is answered. */
export function logRequests(server: FastifyInstance, log: Log, metrics: Metrics): void {
  server.addHook('onResponse', (request, reply, done) => {
    const { method, problemCode: code, traceId } = request;
    const route = request.routeOptions.url ?? '*';
    const status = reply.statusCode;
    const durationMs = reply.elapsedTime;
    const tenant = request.access?.tenant.id;
    const refusal = refusalOf(request);
    const asked = tenant ?? refusal?.tenant;
    const line = {
      requestId: request.id,
      method,
      route,
      status,
      durationMs,
      tenant: asked,
      code,
      refusal,
      traceId,
    };
    log.request(line, callerOf(request, status));
    metrics.answered(method, route, status, durationMs / 1000, traceId);
    if (code !== undefined) metrics.refused(tenant, code);
    done();
  });
}
