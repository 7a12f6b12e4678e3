import { Module } from '@nestjs/common';
import { LimitsModule } from '../../limits/limits.module.js';
import { SigningModule } from '../../signing/signing.module.js';
import { StorageModule } from '../../storage/storage.module.js';
import { MultipartModule } from '../multipart-uploads/multipart.module.js';
import { UploadFormsModule } from '../upload-forms/upload-forms.module.js';
import { UppyController } from './uppy.controller.js';
import { UppyService } from './uppy.service.js';

@Module({
  imports: [LimitsModule, SigningModule, StorageModule, MultipartModule, UploadFormsModule],
  controllers: [UppyController],
  providers: [UppyService],
})
export class UppyModule {}
