import { Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/process/environment.js';
import { MEMORY, SERVER_BOUNDS } from '../platform/process/server-bounds.js';
import { Admissions } from './admissions.js';
import { TurnsModule } from '../platform/turns/turns.module.js';
import { RateLimiter } from './rate-limiter.js';
import { StorageLists } from './storage-lists.js';
import { WorkSlots } from './work-slots.js';

@Module({
  imports: [TurnsModule],
  providers: [
    WorkSlots,
    StorageLists,
    RateLimiter,
    {
      provide: Admissions,
      inject: [ENVIRONMENT],
      useFactory: ({ bounds }: Environment) => {
        const { maxRequestsInFlight: requests } = { ...SERVER_BOUNDS, ...bounds };
        return new Admissions({ requests, bytes: MEMORY });
      },
    },
  ],
  exports: [TurnsModule, WorkSlots, StorageLists, RateLimiter, Admissions],
})
export class LimitsModule {}
