import { Module } from '@nestjs/common';
import { LimitsModule } from '../../limits/limits.module.js';
import { SigningModule } from '../../signing/signing.module.js';
import { CorsChecksController } from './cors-checks.controller.js';
import { CorsChecksService } from './cors-checks.service.js';

@Module({
  imports: [LimitsModule, SigningModule],
  controllers: [CorsChecksController],
  providers: [CorsChecksService],
})
export class CorsChecksModule {}
