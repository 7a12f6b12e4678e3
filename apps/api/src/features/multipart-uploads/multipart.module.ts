import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { LimitsModule } from '../../limits/limits.module.js';
import { SigningModule } from '../../signing/signing.module.js';
import { StorageModule } from '../../storage/storage.module.js';
import { CompletionService } from './completion.service.js';
import { MultipartController } from './multipart.controller.js';
import { MultipartService } from './multipart.service.js';
import { PartSigner } from './part-signer.js';
import { PartsLister } from './parts-lister.js';
import { SealedUploads } from './sealed-uploads.js';
import { UploadAborter } from './upload-aborter.js';

@Module({
  imports: [AccessModule, LimitsModule, SigningModule, StorageModule],
  controllers: [MultipartController],
  providers: [MultipartService, CompletionService, SealedUploads, PartSigner, PartsLister, UploadAborter],
  exports: [MultipartService, CompletionService, SealedUploads, PartSigner, UploadAborter],
})
export class MultipartModule {}
