import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import { AppModule } from './app.module.js';
import { Log } from './audit/log.js';
import { NestLog } from './audit/nest-log.js';
import { Authenticator } from './callers/authenticate.js';
import type { Clock } from './clock.js';
import { serveDocs } from './docs/serve-docs.js';
import type { Environment } from './environment.js';
import { HealthService } from './health/health.service.js';
import { enableCors } from './http/cors.js';
import { addHooks } from './http/hooks.js';
import { keepBodyLimits } from './http/body-limit.js';
import { acceptJsonOnly, createHttpAdapter } from './http/http-server.js';
import { MethodsByPath } from './http/method-not-allowed.js';
import { IdentityKeeper } from './identity/identity-keeper.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { TenantRegistry } from './tenants/tenant-registry.js';

/** The API as every request meets it, whether it comes over a port or in an event. */
export interface Application {
  readonly nest: NestFastifyApplication;
  readonly server: FastifyInstance;
  readonly log: Log;
  readonly health: HealthService;
  readonly identities: IdentityKeeper;
}

/** @throws TenantFileError */
export async function createApplication(environment: Environment, clock: Clock): Promise<Application> {
  const adapter = createHttpAdapter();
  const server = adapter.getInstance();
  const methods = new MethodsByPath(server);
  keepBodyLimits(server);
  acceptJsonOnly(server);
  const nest = await NestFactory.create<NestFastifyApplication>(AppModule.of(environment, clock), adapter, {
    abortOnError: false,
    bodyParser: false,
    logger: false,
  });
  const log = nest.get(Log);
  nest.useLogger(new NestLog(log));
  enableCors(nest, nest.get(TenantRegistry));
  addHooks(server, nest.get(Authenticator), nest.get(RateLimiter), log);
  await nest.init();
  serveDocs(server);
  methods.refuseOthers(server);
  return { nest, server, log, health: nest.get(HealthService), identities: nest.get(IdentityKeeper) };
}
