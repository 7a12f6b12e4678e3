import { Module, type DynamicModule } from '@nestjs/common';
import { Log } from './audit/log.js';
import { Authenticator } from './callers/authenticate.js';
import { TokenVerifier } from './callers/token-verifier.js';
import { CLOCK, type Clock } from './clock.js';
import type { Environment } from './environment.js';
import { Admissions } from './http/admissions.js';
import { PUBLIC_URL } from './http/public-url.js';
import { Turns } from './http/turns.js';
import { IdentityKeeper } from './identity/identity-keeper.js';
import { RateLimiter } from './limits/rate-limiter.js';
import { Metrics } from './metrics/metrics.js';
import { Sealer } from './sealing/sealer.js';
import { SealingKeyFile } from './sealing/sealing-key-file.js';
import { TenantFileWatcher } from './tenants/tenant-file.watcher.js';
import { TenantRegistry } from './tenants/tenant-registry.js';
import { SealedSessions } from './upload-sessions/sealed-sessions.js';

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
        Turns,
        { provide: RateLimiter, useFactory: () => new RateLimiter(clock) },
        {
          provide: IdentityKeeper,
          inject: [TenantRegistry, Log],
          useFactory: (tenants: TenantRegistry, log: Log) =>
            new IdentityKeeper(tenants, log, clock, environment.sessionCheckSeconds),
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
        IdentityKeeper,
        RateLimiter,
        Turns,
        Sealer,
        SealedSessions,
      ],
    };
  }
}
