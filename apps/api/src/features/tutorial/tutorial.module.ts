import { Module } from '@nestjs/common';
import { SigningModule } from '../../signing/signing.module.js';
import { DownloadsModule } from '../downloads/downloads.module.js';
import { TutorialController } from './tutorial.controller.js';
import { TutorialService } from './tutorial.service.js';

@Module({
  imports: [SigningModule, DownloadsModule],
  controllers: [TutorialController],
  providers: [TutorialService],
})
export class TutorialModule {}
