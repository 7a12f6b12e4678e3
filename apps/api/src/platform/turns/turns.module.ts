import { Module } from '@nestjs/common';
import { LongWorkQueue } from './long-work-queue.js';

@Module({ providers: [LongWorkQueue], exports: [LongWorkQueue] })
export class TurnsModule {}
