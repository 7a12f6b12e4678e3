import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { LimitsModule } from '../../limits/limits.module.js';
import { UploadSessionsController } from './upload-sessions.controller.js';
import { UploadSessionsService } from './upload-sessions.service.js';

@Module({
  imports: [AccessModule, LimitsModule],
  controllers: [UploadSessionsController],
  providers: [UploadSessionsService],
})
export class UploadSessionsModule {}
