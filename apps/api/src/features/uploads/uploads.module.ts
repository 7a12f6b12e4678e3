import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { ReceiptsModule } from '../confirmations/receipts.module.js';
import { UploadsController } from './uploads.controller.js';
import { UploadsService } from './uploads.service.js';

@Module({
  imports: [SigningModule, ReceiptsModule],
  controllers: [UploadsController],
  providers: [UploadsService],
  exports: [UploadsService],
})
export class UploadsModule {}
