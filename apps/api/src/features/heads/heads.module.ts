import { Module } from '@nestjs/common';
import { HeadsController } from './heads.controller.js';
import { HeadsService } from './heads.service.js';

@Module({ controllers: [HeadsController], providers: [HeadsService], exports: [HeadsService] })
export class HeadsModule {}
