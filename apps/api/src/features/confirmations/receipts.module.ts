import { Module } from '@nestjs/common';
import { AccessModule } from '../../access/access.module.js';
import { Receipts } from './receipts.js';

@Module({ imports: [AccessModule], providers: [Receipts], exports: [Receipts] })
export class ReceiptsModule {}
