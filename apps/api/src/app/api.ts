import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ReadinessLog } from '../features/health/readiness-log.js';
import type { Clock } from '../platform/clock.js';
import { PeakRelease } from '../platform/v8/peak-release.js';
import { createApplication } from './application.js';
import { unusedCompileCache } from './compile-cache.js';
import type { ServerEnvironment } from './environment.js';
import { createManagementServer } from './management/management-server.js';
import { drain } from './pipeline/drain.js';

/**
 * The maximum number of connections that wait to be accepted. The kernel's `somaxconn` may lower it. Node's default is
 * 511.
 */
const BACKLOG = 4096;

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
  const { nest, server, log, health, identities, tracing } = application;
  const management = createManagementServer({ ...application, clock }, environment.metricsMaxTenants);
  try {
    await management.listen({ host: environment.managementHost, port: environment.managementPort });
    await nest.listen({ port: environment.port, host: environment.host, backlog: BACKLOG });
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
      await drain(server.server, environment.drain);
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
