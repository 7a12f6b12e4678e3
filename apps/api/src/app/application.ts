import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { HealthService } from '../features/health/health.service.js';
import { Admissions } from '../limits/admissions.js';
import { Log } from '../platform/audit/log.js';
import { NestLog } from '../platform/audit/nest-log.js';
import type { Clock } from '../platform/clock.js';
import { Connections } from '../platform/http/connections.js';
import { Metrics } from '../platform/metrics/metrics.js';
import type { Environment } from '../platform/process/environment.js';
import { SERVER_BOUNDS } from '../platform/process/server-bounds.js';
import { Spans } from '../platform/tracing/spans.js';
import type { TracingOptions } from '../platform/tracing/tracing-options.js';
import type { Tracing } from '../platform/tracing/tracing.js';
import { CredentialsRefresher } from '../tenancy/tenants/credentials-refresher.js';
import { TenantRegistry } from '../tenancy/tenants/tenant-registry.js';
import { AppModule } from './app.module.js';
import { serveDocs } from './docs/serve-docs.js';
import { connectionBounds } from './pipeline/bounds.js';
import { createHttpAdapter } from './pipeline/http-server.js';
import { MethodsByPath } from './pipeline/method-not-allowed.js';
import { addStages, stagesOf } from './pipeline/pipeline.js';
import { ProcessorTime } from '../platform/turns/processor-time.js';
import { keepTickShape } from '../platform/v8/tick-shape.js';

/** The API without a server: its requests come from a port or from Lambda events. */
export interface Application {
  readonly nest: NestFastifyApplication;
  readonly server: FastifyInstance;
  readonly connections: Connections;
  readonly log: Log;
  readonly health: HealthService;
  readonly identities: CredentialsRefresher;
  readonly tenants: TenantRegistry;
  readonly metrics: Metrics;
  readonly tracing: Tracing | undefined;
  readonly inFlight: Admissions;
}

/**
 * Creates the application.
 *
 * @param addRoutes adds routes of the program that runs the application
 * @throws TenantFileError
 */
export async function createApplication(
  environment: Environment,
  clock: Clock,
  addRoutes: (server: FastifyInstance) => void = () => undefined,
): Promise<Application> {
  const { maxConnections, requestTimeout } = { ...SERVER_BOUNDS, ...environment.bounds };
  keepTickShape();
  const metrics = new Metrics();
  const processorTime = new ProcessorTime();
  const connections = new Connections(
    connectionBounds(maxConnections),
    (exchange) => admissions.release(exchange),
    processorTime,
  );
  const adapter = createHttpAdapter(metrics, connections, requestTimeout);
  const server = adapter.getInstance();
  const methods = new MethodsByPath(server);
  const nest = await NestFactory.create<NestFastifyApplication>(
    AppModule.forRoot({ environment, clock, metrics, processorTime }),
    adapter,
    { abortOnError: false, bodyParser: false, logger: false },
  );
  const admissions = nest.get(Admissions);
  const log = nest.get(Log);
  nest.useLogger(new NestLog(log));
  const tracing = environment.tracing && (await startTracing(environment.tracing, nest));
  await addStages(stagesOf(nest, server, connections, tracing));
  serveDocs(server);
  addRoutes(server);
  methods.refuseOthers(server);
  return {
    nest,
    server,
    connections,
    log,
    health: nest.get(HealthService),
    identities: nest.get(CredentialsRefresher),
    tenants: nest.get(TenantRegistry),
    metrics,
    tracing,
    inFlight: admissions,
  };
}

/** Loads and starts tracing. The module is loaded only if tracing is enabled. */
async function startTracing(options: TracingOptions, nest: NestFastifyApplication): Promise<Tracing> {
  const { Tracing } = await import('../platform/tracing/tracing.js');
  const tracing = new Tracing(options, (reason) => nest.get(Log).warning('traces can’t be sent', { reason }));
  nest.get(Spans).tracing = tracing;
  nest.get(Metrics).calling = tracing.calling;
  return tracing;
}
