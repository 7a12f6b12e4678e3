import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { TenancyModule } from '../../tenancy/tenancy.module.js';
import { HealthController } from './health.controller.js';
import { HealthService } from './health.service.js';

@Module({
  imports: [TenancyModule, AccessModule],
  controllers: [HealthController],
  providers: [HealthService],
  exports: [HealthService],
})
export class HealthModule {}
