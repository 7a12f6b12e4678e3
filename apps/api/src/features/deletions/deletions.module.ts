import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { DeletionsController } from './deletions.controller.js';
import { DeletionsService } from './deletions.service.js';

@Module({
  imports: [SigningModule],
  controllers: [DeletionsController],
  providers: [DeletionsService],
  exports: [DeletionsService],
})
export class DeletionsModule {}
