import { Module } from '@nestjs/common';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { ENVIRONMENT, type Environment } from '../platform/process/environment.js';
import { openTenants, TENANT_SOURCE, type TenantSource } from './tenant-source.js';
import { CredentialsRefresher } from './tenants/credentials-refresher.js';
import { TenantRegistry } from './tenants/tenant-registry.js';

@Module({
  providers: [
    {
      provide: TENANT_SOURCE,
      inject: [ENVIRONMENT, Log, Metrics],
      useFactory: (environment: Environment, log: Log, metrics: Metrics) =>
        openTenants(environment, log, {
          calls: metrics,
          session: (tenant, session) => log.attributedSession({ tenant, ...session }),
        }),
    },
    {
      provide: TenantRegistry,
      inject: [TENANT_SOURCE],
      useFactory: ({ tenants }: TenantSource) => tenants,
    },
    {
      provide: CredentialsRefresher,
      inject: [TenantRegistry, Log, CLOCK, ENVIRONMENT],
      useFactory: (tenants: TenantRegistry, log: Log, clock: Clock, { sessionCheckSeconds }: Environment) =>
        new CredentialsRefresher(tenants, log, clock, sessionCheckSeconds),
    },
  ],
  exports: [TenantRegistry, CredentialsRefresher],
})
export class TenancyModule {}
