import { Module, type DynamicModule } from '@nestjs/common';
import { Authenticator } from '../access/authentication/authenticate.js';
import { TokenVerifier } from '../access/authentication/token-verifier.js';
import { SealedSessions } from '../access/sealing/sealed-sessions.js';
import { Sealer } from '../access/sealing/sealer.js';
import { SealingKeyFile } from '../access/sealing/sealing-key-file.js';
import { Admissions } from '../limits/admissions.js';
import { LargeBodyQueue } from '../limits/large-body-queue.js';
import { RateLimiter } from '../limits/rate-limiter.js';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { PUBLIC_URL } from '../platform/http/public-url.js';
import { Metrics } from '../platform/metrics/metrics.js';
import { CredentialsRefresher } from '../tenancy/tenants/credentials-refresher.js';
import { TenantFileWatcher } from '../tenancy/tenants/tenant-file.watcher.js';
import { TenantRegistry } from '../tenancy/tenants/tenant-registry.js';
import type { Environment } from './environment.js';

const sealingKeys = (
  { sealingKeysFile: path }: Environment,
  now: number,
  log: Log,
): Promise<SealingKeyFile> | undefined =>
  path === undefined
    ? undefined
    : SealingKeyFile.open(path, now, ({ message }) =>
        log.warning('sealing keys refused', { reason: message }),
      );

/** What there is once in a process: the clock, the log, the tenants, who may call and how often, and what seals. */
@Module({})
export class ProcessModule {
  static of(environment: Environment, clock: Clock, metrics: Metrics, admissions: Admissions): DynamicModule {
    return {
      module: ProcessModule,
      providers: [
        { provide: CLOCK, useValue: clock },
        { provide: Metrics, useValue: metrics },
        { provide: Admissions, useValue: admissions },
        { provide: Log, useFactory: () => new Log(environment.logFd, metrics) },
        {
          provide: TenantFileWatcher,
          inject: [Log],
          useFactory: (log: Log) =>
            TenantFileWatcher.open(environment.tenantsFile, log, {
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
          provide: Authenticator,
          inject: [TenantRegistry, SealedSessions, Log],
          useFactory: (tenants: TenantRegistry, sessions: SealedSessions, log: Log) => {
            const tokens = new TokenVerifier(tenants.issuers, (source, failure) =>
              log.warning('issuer keys unavailable', { source, reason: failure.message }),
            );
            return new Authenticator(tokens, tenants, sessions, clock);
          },
        },
        LargeBodyQueue,
        { provide: RateLimiter, useFactory: () => new RateLimiter(clock) },
        {
          provide: CredentialsRefresher,
          inject: [TenantRegistry, Log],
          useFactory: (tenants: TenantRegistry, log: Log) =>
            new CredentialsRefresher(tenants, log, clock, environment.sessionCheckSeconds),
        },
        {
          provide: Sealer,
          inject: [Log],
          useFactory: async (log: Log) => new Sealer(await sealingKeys(environment, clock(), log), clock),
        },
        {
          provide: SealedSessions,
          inject: [Sealer, TenantRegistry],
          useFactory: (sealer: Sealer, tenants: TenantRegistry) => new SealedSessions(sealer, tenants),
        },
        { provide: PUBLIC_URL, useValue: environment.publicUrl },
      ],
      exports: [
        CLOCK,
        PUBLIC_URL,
        Metrics,
        Admissions,
        Log,
        TenantRegistry,
        Authenticator,
        CredentialsRefresher,
        RateLimiter,
        LargeBodyQueue,
        Sealer,
        SealedSessions,
      ],
    };
  }
}
