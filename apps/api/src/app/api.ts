import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { ReadinessLog } from '../features/health/readiness-log.js';
import type { Clock } from '../platform/clock.js';
import { createApplication } from './application.js';
import { unusedCompileCache } from './compile-cache.js';
import type { ServerEnvironment } from './environment.js';
import { createManagementServer } from './management/management-server.js';
import { drain } from './pipeline/drain.js';

/** Connections that may wait for the event loop; the kernel's `somaxconn` lowers it. Node's default is 511. */
const BACKLOG = 4096;

/** A running API: where it answers, and how it is stopped. */
export interface Api {
  readonly url: string;
  readonly managementUrl: string;
  /** Makes the process not ready, and settles when the last request is answered and the last log line is written. */
  stop(): Promise<void>;
}

/**
 * Starts both ports.
 *
 * @param addRoutes to the public one, beside the API's own
 * @throws TenantFileError, or what the operating system says of a port
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
