import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Authenticator } from '../access/authentication/authenticate.js';
import { BatchesService } from '../features/batches/batches.service.js';
import { Log } from '../platform/audit/log.js';
import type { TracedRequest, Tracing } from '../platform/tracing/tracing.js';
import { SigningService } from '../signing/signing.service.js';
import type { Target } from '../signing/target.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where traces are made. */
    traced: TracedRequest | undefined;
  }
}

/**
 * Puts spans around what a request does: who is it, what is signed, what is written. Done to the instances, once, so that
 * a process without traces has nothing to ask.
 */
export function traceApplication(
  tracing: Tracing,
  nest: NestFastifyApplication,
  server: FastifyInstance,
): void {
  traceRequests(tracing, server);
  traceMethods(tracing, nest.get(Authenticator), { authenticate: 'authenticate' });
  traceMethods(tracing, nest.get(BatchesService), { sign: 'sign batch' });
  traceMethods(tracing, nest.get(SigningService), { prepare: 'sign', prepareForm: 'sign' }, isInBatch);
  traceMethods(tracing, nest.get(Log), { signings: 'audit', batch: 'audit', storage: 'audit' });
}

function traceRequests(tracing: Tracing, server: FastifyInstance): void {
  server.decorateRequest('traced', undefined);
  server.addHook('onRequest', (request, _reply, done) => {
    const { method, headers } = request;
    const route = request.routeOptions.url ?? '*';
    if (route.startsWith('/health/')) return done(); // a trace every three seconds that nobody looks for
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

type Method = (...given: unknown[]) => unknown;

/**
 * @param names of spans by that of the method
 * @param isLeftOut where a span would be one of a thousand; asked with the first argument
 */
function traceMethods<T extends object>(
  tracing: Tracing,
  target: T,
  names: { readonly [Name in keyof T]?: string },
  isLeftOut: (first: never) => boolean = () => false,
): void {
  const methods = target as Record<string, Method>;
  for (const [method, name] of Object.entries(names) as [string, string][]) {
    const plain = methods[method]!.bind(target);
    methods[method] = (...given) =>
      isLeftOut(given[0] as never) ? plain(...given) : tracing.within(name, () => plain(...given));
  }
}

const isInBatch = ({ access }: Target): boolean => access.expanded !== undefined;
