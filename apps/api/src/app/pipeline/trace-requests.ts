import type { FastifyInstance } from 'fastify';
import type { Tracing } from '../../platform/tracing/tracing.js';

/** A span for each request. What happens until it is answered belongs to it. */
export function traceRequests(server: FastifyInstance, tracing: Tracing): void {
  server.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url ?? '*';
    if (route.startsWith('/health/')) return done(); // a trace every three seconds would hide the others
    request.traced = tracing.begin(`${method} ${route}`, headers, {
      'http.request.method': method,
      'http.route': route,
      'presign.request_id': request.id,
    });
    request.traceId = request.traced.traceId;
    request.traced.run(done);
  });
  // A body is read in the context of its socket; what follows is the request's again.
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
