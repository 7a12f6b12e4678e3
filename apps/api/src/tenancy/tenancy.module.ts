import { Module } from '@nestjs/common';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { ENVIRONMENT, type Environment } from '../platform/process/environment.js';
import { CredentialsRefresher } from './tenants/credentials-refresher.js';
import { TenantFileWatcher } from './tenants/tenant-file.watcher.js';
import { TenantRegistry } from './tenants/tenant-registry.js';

@Module({
  providers: [
    {
      provide: TenantFileWatcher,
      inject: [ENVIRONMENT, Log, Metrics],
      useFactory: ({ tenantsFile }: Environment, log: Log, metrics: Metrics) =>
        TenantFileWatcher.open(tenantsFile, log, {
          calls: metrics,
          session: (tenant, session) => log.attributedSession({ tenant, ...session }),
        }),
    },
    {
      provide: TenantRegistry,
      inject: [TenantFileWatcher],
      useFactory: ({ tenants }: TenantFileWatcher) => tenants,
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
