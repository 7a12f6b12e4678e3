import { Module } from '@nestjs/common';
import { TenantStorages } from './tenant-storages.js';

@Module({ providers: [TenantStorages], exports: [TenantStorages] })
export class StorageModule {}
