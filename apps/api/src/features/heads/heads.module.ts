import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { HeadsController } from './heads.controller.js';
import { HeadsService } from './heads.service.js';

@Module({
  imports: [SigningModule],
  controllers: [HeadsController],
  providers: [HeadsService],
  exports: [HeadsService],
})
export class HeadsModule {}
