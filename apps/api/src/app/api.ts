import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ReadinessLog } from '../features/health/readiness-log.js';
import type { Clock } from '../platform/clock.js';
import { Acceptors, LISTEN_OPTIONS, requireFree } from '../platform/http/acceptors.js';
import { PeakRelease } from '../platform/v8/peak-release.js';
import { createApplication } from './application.js';
import { unusedCompileCache } from './compile-cache.js';
import type { ServerEnvironment } from './environment.js';
import { createManagementServer } from './management/management-server.js';
import { drain } from './pipeline/drain.js';

/** A running API: its address, and a method that stops it. */
export interface Api {
  readonly url: string;
  readonly managementUrl: string;
  /** Makes the process not ready. Resolves when the last request is answered and the last log line is written. */
  stop(): Promise<void>;
}

/**
 * Starts the servers on both ports.
 *
 * @param addRoutes adds routes to the public server
 * @throws TenantFileError, or the operating system's error about a port
 */
export async function startApi(
  environment: ServerEnvironment,
  clock: Clock = Date.now,
  addRoutes?: (server: FastifyInstance) => void,
): Promise<Api> {
  const application = await createApplication(environment, clock, addRoutes);
  const { nest, server, connections, log, health, identities, tracing } = application;
  const management = createManagementServer({ ...application, clock }, environment.metricsMaxTenants);
  let acceptors: Acceptors;
  try {
    await management.listen({ host: environment.managementHost, port: environment.managementPort });
    await requireFree(environment.host, environment.port);
    await nest.listen({ port: environment.port, host: environment.host, ...LISTEN_OPTIONS });
    acceptors = await Acceptors.open(server.server);
  } catch (error) {
    await Promise.allSettled([nest.close(), management.close()]);
    throw error;
  }
  identities.start();
  const readiness = new ReadinessLog(health, log);
  readiness.start();
  const peaks = new PeakRelease();
  peaks.start();
  const url = urlOf(server.server.address());
  const managementUrl = urlOf(management.server.address());
  log.notice('listening', { url, managementUrl, pid: process.pid });
  const unused = unusedCompileCache(process.env['NODE_COMPILE_CACHE']);
  if (unused) log.notice('compile cache unused', { ...unused });
  return {
    url,
    managementUrl,
    async stop() {
      health.stop();
      readiness.stop();
      peaks.stop();
      identities.stop();
      await drain(server.server, connections, environment.drain);
      acceptors.close();
      await nest.close();
      await management.close();
      await tracing?.stop();
      await log.flushed();
    },
  };
}

function urlOf(address: AddressInfo | string | null): string {
  const { address: host, port } = address as AddressInfo;
  const anywhere = host === '0.0.0.0' || host === '::';
  return `http://${anywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
