import { Module } from '@nestjs/common';
import { LimitsModule } from '../../limits/limits.module.js';
import { SigningModule } from '../../signing/signing.module.js';
import { StorageModule } from '../../storage/storage.module.js';
import { ObjectDeletionsController } from './object-deletions.controller.js';
import { ObjectDeletionsService } from './object-deletions.service.js';

@Module({
  imports: [LimitsModule, SigningModule, StorageModule],
  controllers: [ObjectDeletionsController],
  providers: [ObjectDeletionsService],
})
export class ObjectDeletionsModule {}
