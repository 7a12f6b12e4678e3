import { Module } from '@nestjs/common';
import { TutorialController } from './tutorial.controller.js';
import { TutorialService } from './tutorial.service.js';

@Module({ controllers: [TutorialController], providers: [TutorialService] })
export class TutorialModule {}
