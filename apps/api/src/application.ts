import 'reflect-metadata';
import { getHeapStatistics } from 'node:v8';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { Log } from './audit/log.js';
import { NestLog } from './audit/nest-log.js';
import { Authenticator } from './callers/authenticate.js';
import type { Clock } from './clock.js';
import { serveDocs } from './docs/serve-docs.js';
import { SERVER_BOUNDS, type Environment } from './environment.js';
import { HealthService } from './health/health.service.js';
import { answerText } from './http/answer-text.js';
import { enableCors } from './http/cors.js';
import { addHooks } from './http/hooks.js';
import { keepBodyLimits } from './http/body-limit.js';
import { createHttpAdapter } from './http/http-server.js';
import { Admissions } from './http/admissions.js';
import { Connections } from './http/connections.js';
import { acceptJsonOnly } from './http/json-bodies.js';
import { MethodsByPath } from './http/method-not-allowed.js';
import { failSlowBodies } from './http/read-body.js';
import { Turns } from './http/turns.js';
import { IdentityKeeper } from './identity/identity-keeper.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { Metrics } from './metrics/metrics.js';
import { TenantRegistry } from './tenants/tenant-registry.js';
import { keepTickShape } from './tick-shape.js';
import type { TracingOptions } from './tracing/tracing-options.js';
import type { Tracing } from './tracing/tracing.js';

/** The API as every request meets it, whether it comes over a port or in an event. */
export interface Application {
  readonly nest: NestFastifyApplication;
  readonly server: FastifyInstance;
  readonly log: Log;
  readonly health: HealthService;
  readonly identities: IdentityKeeper;
  readonly tenants: TenantRegistry;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly inFlight: Admissions;
}

/** Milliseconds: S3 may take two minutes to put an upload together, after its parts were listed. */
const ANSWER_TIME = 300_000;
/** Milliseconds between looks at what is slow. */
const INTERVAL = 1000;
const MIB = 1024 ** 2;
/** Bytes for bodies and answers: twice the largest body, so that one leaves room for others. */
const bytesFor = (heap: number): number => Math.min(Math.max(heap / 4, 16 * MIB), 96 * MIB);
/** Bytes that clients may send ahead, all together. */
const MAX_HELD = 4 * MIB;

/** @param addRoutes of whoever runs it, beside the API's own @throws TenantFileError */
export async function createApplication(
  environment: Environment,
  clock: Clock,
  addRoutes: (server: FastifyInstance) => void = () => undefined,
): Promise<Application> {
  const { maxConnections, maxRequestsInFlight, requestTimeout } = { ...SERVER_BOUNDS, ...environment.bounds };
  keepTickShape();
  const metrics = new Metrics();
  const bytes = bytesFor(getHeapStatistics().heap_size_limit);
  const admissions = new Admissions({ requests: maxRequestsInFlight, bytes });
  const connections = new Connections(
    { connections: maxConnections, time: ANSWER_TIME, unread: bytes, held: MAX_HELD },
    (exchange) => admissions.release(exchange),
  );
  const adapter = createHttpAdapter(metrics, connections, requestTimeout);
  const server = adapter.getInstance();
  const timer = setInterval(() => {
    connections.sweep();
    failSlowBodies(admissions.arriving());
  }, INTERVAL).unref();
  server.addHook('onClose', () => clearInterval(timer));
  const methods = new MethodsByPath(server);
  keepBodyLimits(server);
  server.setReplySerializer(answerText);
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.of(environment, clock, metrics, admissions),
    adapter,
    {
      abortOnError: false,
      bodyParser: false,
      logger: false,
    },
  );
  acceptJsonOnly(server, nest.get(Turns));
  const log = nest.get(Log);
  nest.useLogger(new NestLog(log));
  const tenants = nest.get(TenantRegistry);
  enableCors(nest, tenants);
  const tracing = environment.tracing && (await startTracing(environment.tracing, nest, server));
  if (tracing) metrics.calling = tracing.calling;
  addHooks(server, nest.get(Authenticator), admissions, nest.get(RateLimiter), log, metrics);
  await nest.init();
  serveDocs(server);
  addRoutes(server);
  methods.refuseOthers(server);
  const health = nest.get(HealthService);
  return {
    nest,
    server,
    log,
    health,
    identities: nest.get(IdentityKeeper),
    tenants,
    metrics,
    tracing,
    inFlight: admissions,
  };
}

/** Loaded only where somebody wants traces. */
async function startTracing(
  options: TracingOptions,
  nest: NestFastifyApplication,
  server: FastifyInstance,
): Promise<Tracing> {
  const { Tracing } = await import('./tracing/tracing.js');
  const { traceApplication } = await import('./tracing/trace-application.js');
  const log = nest.get(Log);
  const tracing = new Tracing(options, (reason) => log.warning('traces can’t be sent', { reason }));
  traceApplication(tracing, nest, server);
  return tracing;
}
