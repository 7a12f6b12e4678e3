import { Module } from '@nestjs/common';
import { UppyController } from './uppy.controller.js';
import { UppyService } from './uppy.service.js';

@Module({ controllers: [UppyController], providers: [UppyService] })
export class UppyModule {}
