import { Module } from '@nestjs/common';
import { TenancyModule } from '../tenancy/tenancy.module.js';
import { TenantStorages } from './tenant-storages.js';

@Module({ imports: [TenancyModule], providers: [TenantStorages], exports: [TenantStorages] })
export class StorageModule {}
