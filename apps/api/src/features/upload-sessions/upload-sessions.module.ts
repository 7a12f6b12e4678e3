import { Module } from '@nestjs/common';
import { UploadSessionsController } from './upload-sessions.controller.js';
import { UploadSessionsService } from './upload-sessions.service.js';

@Module({ controllers: [UploadSessionsController], providers: [UploadSessionsService] })
export class UploadSessionsModule {}
