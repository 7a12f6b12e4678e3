import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { UploadFormsController } from './upload-forms.controller.js';
import { UploadFormsService } from './upload-forms.service.js';

@Module({
  imports: [SigningModule],
  controllers: [UploadFormsController],
  providers: [UploadFormsService],
  exports: [UploadFormsService],
})
export class UploadFormsModule {}
