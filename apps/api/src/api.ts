import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { TenantRegistry } from './tenants/tenant-registry.js';
import { AppModule } from './app.module.js';
import { Log } from './audit/log.js';
import { Authenticator } from './callers/authenticate.js';
import type { Clock } from './clock.js';
import { serveDocs } from './docs/serve-docs.js';
import type { Environment } from './environment.js';
import { HealthService } from './health/health.service.js';
import { createManagementServer } from './health/management-server.js';
import { enableCors } from './http/cors.js';
import { addHooks } from './http/hooks.js';
import { acceptJsonOnly, createHttpAdapter } from './http/http-server.js';
import { IdentityKeeper } from './identity/identity-keeper.js';
import { MethodsByPath } from './http/method-not-allowed.js';
import { NestLog } from './audit/nest-log.js';

/** Milliseconds in which connections that the kernel has taken for us still get an answer: closing would reset them. */
const BACKLOG = 100;

/** A running API: where it answers, and how it is stopped. */
export interface Api {
  readonly url: string;
  readonly managementUrl: string;
  /** Not ready from now on; settles when the last request is answered and the last line written. */
  stop(): Promise<void>;
}

/**
 * Starts both ports.
 *
 * @throws TenantFileError, or what the operating system says of a port
 */
export async function startApi(environment: Environment, clock: Clock = Date.now): Promise<Api> {
  const adapter = createHttpAdapter();
  const server = adapter.getInstance();
  const methods = new MethodsByPath(server);
  acceptJsonOnly(server);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.of(environment, clock), adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: false,
  });
  const log = app.get(Log);
  const health = app.get(HealthService);
  app.useLogger(new NestLog(log));
  enableCors(app, app.get(TenantRegistry));
  addHooks(server, app.get(Authenticator), log);
  await app.init();
  serveDocs(server);
  methods.refuseOthers(server);

  const management = createManagementServer(health);
  try {
    await management.listen({ host: environment.managementHost, port: environment.managementPort });
    await app.listen(environment.port, environment.host);
  } catch (error) {
    await Promise.allSettled([app.close(), management.close()]);
    throw error;
  }
  const identities = app.get(IdentityKeeper);
  identities.start();
  const url = urlOf(server.server.address());
  const managementUrl = urlOf(management.server.address());
  log.notice('listening', { url, managementUrl, pid: process.pid });
  return {
    url,
    managementUrl,
    async stop() {
      health.stop();
      identities.stop();
      await setTimeout(BACKLOG);
      await app.close();
      await management.close();
      await log.flushed();
    },
  };
}

function urlOf(address: AddressInfo | string | null): string {
  const { address: host, port } = address as AddressInfo;
  const anywhere = host === '0.0.0.0' || host === '::';
  return `http://${anywhere ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host}:${port}`;
}
