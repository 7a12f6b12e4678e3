import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Authenticator } from '../../access/authentication/authenticate.js';
import { Admissions } from '../../limits/admissions.js';
import { LongWorkQueue } from '../../platform/turns/long-work-queue.js';
import { limitRequest } from '../../limits/limit-requests.js';
import { RateLimiter } from '../../limits/rate-limiter.js';
import { Log } from '../../platform/audit/log.js';
import { requireAccepted } from '../../platform/http/accept.js';
import type { Connections } from '../../platform/http/connections.js';
import { Metrics } from '../../platform/metrics/metrics.js';
import { notFound } from '../../platform/problems/api-error.js';
import { Spans } from '../../platform/tracing/spans.js';
import type { Tracing } from '../../platform/tracing/tracing.js';
import { TenantRegistry } from '../../tenancy/tenants/tenant-registry.js';
import { admitRequest } from './admission.js';
import { keepBounds } from './bounds.js';
import { closeToOthers, enableCors } from './cors.js';
import { gatesOf } from './gates.js';
import { commonHeaders } from './http-server.js';
import { acceptJsonOnly } from './json-bodies.js';
import { logRequests } from './log-requests.js';
import { addRequestFields } from './request.js';
import { forgetTypeOfNothing } from './requests-of-clients.js';
import { responseText } from './response-text.js';
import { traceRequests } from './trace-requests.js';

/**
 * Returns the stages of a request, in the order in which they run. A stage refuses by throwing; `ProblemFilter` then
 * answers, and of the later stages only `log` still runs.
 */
export function stagesOf(
  nest: NestFastifyApplication,
  server: FastifyInstance,
  connections: Connections,
  tracing?: Tracing,
) {
  const [authenticator, admissions, limiter] = [
    nest.get(Authenticator),
    nest.get(Admissions),
    nest.get(RateLimiter),
  ];
  const spans = nest.get(Spans);
  const gate = gatesOf(server);
  addRequestFields(server);
  return {
    /** Limits connections, and the time and bytes of heads, bodies and answers. 408, 414, 431 */
    bounds: () => keepBounds(server, connections, admissions),
    /** Sets the header fields that allow pages of an origin to read the answer, and answers preflights. */
    cors: () => enableCors(nest, nest.get(TenantRegistry)),
    /** Begins a span if tracing is enabled. */
    tracing: () => tracing && traceRequests(server, tracing),
    /** Sets the header fields of every answer. */
    headers: gate(({ id }, reply) => void reply.headers(commonHeaders(id))),
    /** Finds the route, and checks that the client accepts the media type of its answer. 404, 406 */
    routing: gate((request, _, { produces }) => {
      if (request.is404) throw notFound();
      requireAccepted(request.headers.accept, produces);
      if (request.method === 'DELETE') forgetTypeOfNothing(request);
    }),
    /** Identifies the caller, and checks that the caller may act for the tenant in the path. 401, 403 */
    authentication: gate((request, _, { permission }) =>
      spans.within('authenticate', () => authenticator.authenticate(request, permission)),
    ),
    /** Restricts the answer to pages of the caller's own tenant. */
    corsOfTenant: gate((request, reply) => closeToOthers(request, reply)),
    /** Admits the request and reserves memory for it, within the caller's fair share. 503 */
    admission: gate((request, _, route) => admitRequest(admissions, request, route)),
    /** Charges the budgets of caller and tenant. 429 */
    limits: gate((request, reply, { budget }) => {
      if (budget !== 'own') limitRequest(limiter, request, reply);
    }),
    /** Reads and parses JSON of limited size and shape; long bodies wait for their turn. 400, 413, 415 */
    body: () => acceptJsonOnly(server, nest.get(LongWorkQueue)),
    /** Runs the controllers and services of `AppModule`. */
    handler: () => nest.init(),
    /** Writes the answer as text. */
    serialization: () => server.setReplySerializer(responseText),
    /** Writes the request's log line, and counts the request. */
    log: () => logRequests(server, nest.get(Log), nest.get(Metrics)),
  };
}

/** Adds the stages. Routes are added last, because Fastify attaches the hooks that exist when a route is added. */
export async function addStages({ handler, ...around }: ReturnType<typeof stagesOf>): Promise<void> {
  for (const add of Object.values(around)) add();
  await handler();
}
