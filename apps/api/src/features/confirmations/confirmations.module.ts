import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { StorageModule } from '../../storage/storage.module.js';
import { ConfirmationsController } from './confirmations.controller.js';
import { ConfirmationsService } from './confirmations.service.js';
import { ReceiptsModule } from './receipts.module.js';

@Module({
  imports: [SigningModule, StorageModule, ReceiptsModule],
  controllers: [ConfirmationsController],
  providers: [ConfirmationsService],
})
export class ConfirmationsModule {}
