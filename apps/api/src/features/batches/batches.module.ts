import { Module } from '@nestjs/common';
import { LimitsModule } from '../../limits/limits.module.js';
import { DeletionsModule } from '../deletions/deletions.module.js';
import { DownloadsModule } from '../downloads/downloads.module.js';
import { HeadsModule } from '../heads/heads.module.js';
import { UploadFormsModule } from '../upload-forms/upload-forms.module.js';
import { UploadsModule } from '../uploads/uploads.module.js';
import { BatchesController } from './batches.controller.js';
import { BatchesService } from './batches.service.js';

@Module({
  imports: [LimitsModule, DeletionsModule, DownloadsModule, HeadsModule, UploadFormsModule, UploadsModule],
  controllers: [BatchesController],
  providers: [BatchesService],
})
export class BatchesModule {}
