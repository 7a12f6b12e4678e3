import { Module } from '@nestjs/common';
import { ENVIRONMENT, type Environment } from '../platform/process/environment.js';
import { MEMORY, SERVER_BOUNDS } from '../platform/process/server-bounds.js';
import { Admissions } from './admissions.js';
import { LargeBodyQueue } from './large-body-queue.js';
import { RateLimiter } from './rate-limiter.js';
import { WorkSlots } from './work-slots.js';

@Module({
  providers: [
    LargeBodyQueue,
    WorkSlots,
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
  exports: [LargeBodyQueue, WorkSlots, RateLimiter, Admissions],
})
export class LimitsModule {}
