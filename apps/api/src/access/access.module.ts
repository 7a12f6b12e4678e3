import { Module } from '@nestjs/common';
import { Log } from '../platform/audit/log.js';
import { CLOCK, type Clock } from '../platform/clock.js';
import { ENVIRONMENT, type Environment } from '../platform/process/environment.js';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { TenantRegistry } from '../tenancy/tenants/tenant-registry.js';
import { Authenticator } from './authentication/authenticate.js';
import { TokenVerifier } from './authentication/token-verifier.js';
import { SealedSessions } from './sealing/sealed-sessions.js';
import { Sealer } from './sealing/sealer.js';
import { SealingKeyFile } from './sealing/sealing-key-file.js';

@Module({
  imports: [TenancyModule],
  providers: [
    Authenticator,
    SealedSessions,
    {
      provide: TokenVerifier,
      inject: [TenantRegistry, Log],
      useFactory: (tenants: TenantRegistry, log: Log) =>
        new TokenVerifier(tenants.issuers, (source, { message: reason }) =>
          log.warning('issuer keys unavailable', { source, reason }),
        ),
    },
    {
      provide: Sealer,
      inject: [ENVIRONMENT, CLOCK, Log],
      useFactory: async ({ sealingKeys, sealingKeysFile }: Environment, clock: Clock, log: Log) => {
        const report = ({ message: reason }: Error) => log.warning('sealing keys refused', { reason });
        if (sealingKeys) return new Sealer(await SealingKeyFile.of(sealingKeys, clock(), report), clock);
        if (sealingKeysFile === undefined) return new Sealer(undefined, clock);
        return new Sealer(await SealingKeyFile.open(sealingKeysFile, clock(), report), clock);
      },
    },
  ],
  exports: [Authenticator, SealedSessions, Sealer],
})
export class AccessModule {}
