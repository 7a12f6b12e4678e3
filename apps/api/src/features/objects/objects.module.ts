import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { StorageModule } from '../../storage/storage.module.js';
import { ObjectsController } from './objects.controller.js';
import { ObjectsService } from './objects.service.js';

@Module({
  imports: [AccessModule, StorageModule],
  controllers: [ObjectsController],
  providers: [ObjectsService],
})
export class ObjectsModule {}
