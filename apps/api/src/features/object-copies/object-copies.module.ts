import { Module } from '@nestjs/common';
import { LimitsModule } from '../../limits/limits.module.js';
import { SigningModule } from '../../signing/signing.module.js';
import { StorageModule } from '../../storage/storage.module.js';
import { ObjectCopiesController } from './object-copies.controller.js';
import { ObjectCopiesService } from './object-copies.service.js';

@Module({
  imports: [LimitsModule, SigningModule, StorageModule],
  controllers: [ObjectCopiesController],
  providers: [ObjectCopiesService],
})
export class ObjectCopiesModule {}
