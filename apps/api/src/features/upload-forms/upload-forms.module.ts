import { Module } from '@nestjs/common';
import { UploadFormsController } from './upload-forms.controller.js';
import { UploadFormsService } from './upload-forms.service.js';

@Module({
  controllers: [UploadFormsController],
  providers: [UploadFormsService],
  exports: [UploadFormsService],
})
export class UploadFormsModule {}
