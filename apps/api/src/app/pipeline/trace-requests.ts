import type { FastifyInstance } from 'fastify';
import type { Tracing } from '../../platform/tracing/tracing.js';

/** Creates a span for each request, to which all its work belongs. */
export function traceRequests(server: FastifyInstance, tracing: Tracing): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url ?? '*';
    if (route.startsWith('/health/')) return done(); // frequent probes would hide other traces
    request.traced = tracing.begin(`${method} ${route}`, headers, {
      'http.request.method': method,
      'http.route': route,
      'presign.request_id': request.id,
    });
    request.traceId = request.traced.traceId;
    request.traced.run(done);
  });
  // A body is read in the context of its socket, so the request's context is restored afterwards.
  server.addHook('preValidation', ({ traced }, _reply, done) => {
    if (traced) traced.run(done);
    else done();
  });
  server.addHook('onResponse', (request, reply, done) => {
    const { access, problemCode, traced } = request;
    traced?.end(reply.statusCode, {
      ...(access && { 'presign.tenant': access.tenant.id }),
      ...(problemCode !== undefined && { 'error.type': problemCode }),
    });
    done();
  });
}
