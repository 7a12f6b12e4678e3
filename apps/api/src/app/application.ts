import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { Authenticator } from '../access/authentication/authenticate.js';
import { HealthService } from '../features/health/health.service.js';
import { Admissions } from '../limits/admissions.js';
import { LargeBodyQueue } from '../limits/large-body-queue.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { Log } from '../platform/audit/log.js';
import { NestLog } from '../platform/audit/nest-log.js';
import type { Clock } from '../platform/clock.js';
import { keepBodyLimits } from '../platform/http/body-limit.js';
import { Connections } from '../platform/http/connections.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { Environment } from '../platform/process/environment.js';
import { MEMORY, SERVER_BOUNDS } from '../platform/process/server-bounds.js';
import type { TracingOptions } from '../platform/tracing/tracing-options.js';
import type { Tracing } from '../platform/tracing/tracing.js';
import { CredentialsRefresher } from '../tenancy/tenants/credentials-refresher.js';
import { TenantRegistry } from '../tenancy/tenants/tenant-registry.js';
import { AppModule } from './app.module.js';
import { serveDocs } from './docs/serve-docs.js';
import { enableCors } from './pipeline/cors.js';
import { addHooks } from './pipeline/hooks.js';
import { createHttpAdapter } from './pipeline/http-server.js';
import { acceptJsonOnly } from './pipeline/json-bodies.js';
import { MethodsByPath } from './pipeline/method-not-allowed.js';
import { failSlowBodies } from './pipeline/read-body.js';
import { answerText } from './pipeline/response-text.js';
import { keepTickShape } from './tick-shape.js';

/** The API as every request meets it, whether it comes over a port or in an event. */
export interface Application {
  readonly nest: NestFastifyApplication;
  readonly server: FastifyInstance;
  readonly log: Log;
  readonly health: HealthService;
  readonly identities: CredentialsRefresher;
  readonly tenants: TenantRegistry;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly inFlight: Admissions;
}

/** Milliseconds: S3 may take two minutes to put an upload together, after its parts were listed. */
const ANSWER_TIME = 300_000;
/** Milliseconds between looks at what is slow. */
const INTERVAL = 1000;
/** Bytes that clients may send ahead, all together. */
const MAX_HELD = 4 * 1024 ** 2;

/** @param addRoutes of whoever runs it, beside the API's own @throws TenantFileError */
export async function createApplication(
  environment: Environment,
  clock: Clock,
  addRoutes: (server: FastifyInstance) => void = () => undefined,
): Promise<Application> {
  const { maxConnections, requestTimeout } = { ...SERVER_BOUNDS, ...environment.bounds };
  keepTickShape();
  const metrics = new Metrics();
  const connections = new Connections(
    { connections: maxConnections, time: ANSWER_TIME, unread: MEMORY, held: MAX_HELD },
    (exchange) => admissions.release(exchange),
  );
  const adapter = createHttpAdapter(metrics, connections, requestTimeout);
  const server = adapter.getInstance();
  const methods = new MethodsByPath(server);
  keepBodyLimits(server);
  server.setReplySerializer(answerText);
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot({ environment, clock, metrics }),
    adapter,
    {
      abortOnError: false,
      bodyParser: false,
      logger: false,
    },
  );
  const admissions = nest.get(Admissions);
  const timer = setInterval(() => {
    connections.sweep();
    failSlowBodies(admissions.arriving());
  }, INTERVAL).unref();
  server.addHook('onClose', () => clearInterval(timer));
  acceptJsonOnly(server, nest.get(LargeBodyQueue));
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
    identities: nest.get(CredentialsRefresher),
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
  const { Tracing } = await import('../platform/tracing/tracing.js');
  const { traceApplication } = await import('./trace-application.js');
  const log = nest.get(Log);
  const tracing = new Tracing(options, (reason) => log.warning('traces can’t be sent', { reason }));
  traceApplication(tracing, nest, server);
  return tracing;
}
