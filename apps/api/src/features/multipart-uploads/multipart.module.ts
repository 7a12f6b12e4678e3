import { Module } from '@nestjs/common';
import { CompletionService } from './completion.service.js';
import { MultipartController } from './multipart.controller.js';
import { MultipartService } from './multipart.service.js';
import { PartSigner } from './part-signer.js';
import { SealedUploads } from './sealed-uploads.js';
import { UploadAborter } from './upload-aborter.js';

@Module({
  controllers: [MultipartController],
  providers: [MultipartService, CompletionService, SealedUploads, PartSigner, UploadAborter],
  exports: [MultipartService, CompletionService, SealedUploads, PartSigner, UploadAborter],
})
export class MultipartModule {}
